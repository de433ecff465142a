import type { z } from "zod";
import type { findingEvent, ticketEvent } from "@/server/insights/schema";
import { type Calendar, weeks } from "./calendar";
import { developersOn } from "./people";
import { type Chance, chanceOf } from "./random";
import { DEMO_SERVICES, ownerOn } from "./services";
import { DEMO_TEAMS, hasAdopted, isBad } from "./teams";

export type Ticket = z.input<typeof ticketEvent>;
export type Finding = z.input<typeof findingEvent>;

/** What teams ask the platform team for, and the action that does the same by itself; null: none does. */
const AREAS: readonly [area: string, title: string, action: string | null][] = [
  ["access", "Access to a system", "grant-access"],
  ["events", "A topic for events", "create-topic"],
  ["environments", "An environment to try something", "preview-environment"],
  ["services", "A repository and a pipeline for a service", "create-service"],
  ["pipelines", "A pipeline is red and nobody knows why", null],
  ["questions", "How does one do this?", null],
];

/** Tickets to the platform team: teams that have come on board ask for less, and in the bad quarter all asked for more. */
export function tickets(calendar: Calendar): Ticket[] {
  const all: Ticket[] = [];
  for (let offset = calendar.first; offset < 0; offset++) {
    if (!calendar.isWorkday(offset)) continue;
    for (const team of DEMO_TEAMS) {
      if (team.identifier === "platform") continue;
      const luck = chanceOf(`tickets:${team.identifier}:${offset}`);
      const often = (hasAdopted(team, offset) ? 0.13 : 0.42) * (isBad(offset) ? 1.5 : 1);
      const people = developersOn(team.identifier, offset);
      if (luck.chance(often)) all.push(ticket(calendar, offset, luck, luck.pick(people).email));
    }
    const alarm = chanceOf(`alarm:${offset}`);
    if (alarm.chance(0.2))
      all.push({
        externalId: `alarm-${-offset}`,
        title: "A certificate ends soon",
        openedAt: calendar.at(offset, 120),
        closedAt: calendar.at(offset, alarm.between(600, 900)),
        area: "certificates",
        automatic: true,
      });
  }
  return all;
}

function ticket(calendar: Calendar, offset: number, luck: Chance, openedBy: string): Ticket {
  const [area, title, action] = luck.weighted(AREAS, ([, , does]) => (does === null ? 1.4 : 1));
  const opened = luck.between(540, 960);
  const closed = Math.min(opened + luck.around(300, 0.9), -offset * 1_440 - 20);
  return {
    externalId: `ticket-${-offset}-${openedBy.split("@")[0]}`,
    title,
    openedAt: calendar.at(offset, opened),
    firstReplyAt: calendar.at(offset, opened + (closed - opened) * luck.between(0.1, 0.5)),
    closedAt: calendar.at(offset, closed),
    openedBy,
    area,
    isPlatform: true,
    handlingSeconds: Math.round(luck.around(38, 0.5)) * 60,
    ...(action === null ? {} : { action }),
  };
}

/** A weakness in a library that many services have: found everywhere at once, fixed in days, but for one team. */
export const WEAKNESS = {
  cve: "LARK-2041",
  component: "log-weaver",
  on: weeks(10),
  slow: "campaigns",
} as const;

/** What scanners found, and when it was fixed. */
export function findings(calendar: Calendar): Finding[] {
  return [...DEMO_SERVICES.flatMap((service) => ordinary(calendar, service)), ...weakness(calendar)];
}

const KINDS = ["http-reader", "xml-kit", "image-resize", "json-path", "tls-core", "regex-one", "date-parse"];
const DAYS_TO_FIX = { critical: 4, high: 16, medium: 48, low: 90 } as const;

function ordinary(calendar: Calendar, service: (typeof DEMO_SERVICES)[number]): Finding[] {
  const luck = chanceOf(`findings:${service.identifier}`);
  return Array.from({ length: luck.whole(3, 8) }, (_, n) => {
    const seen = luck.whole(calendar.first + 1, -3);
    const severity = luck.weighted(
      ["critical", "high", "medium", "low"] as const,
      (one) => ({ critical: 0.5, high: 2, medium: 5, low: 4 })[one],
    );
    const team = DEMO_TEAMS.find(({ identifier }) => identifier === ownerOn(service, seen))!;
    const days = luck.around(DAYS_TO_FIX[severity] * (hasAdopted(team, seen) ? 0.8 : 1.5), 0.6);
    const fixed = Math.round(seen + days);
    return finding(calendar, {
      id: `${service.identifier}-finding-${n + 1}`,
      service: service.identifier,
      severity,
      cve: `LARK-${1_000 + luck.whole(1, 900)}`,
      component: luck.pick(KINDS),
      seen,
      fixed: fixed < -1 ? fixed : null,
    });
  });
}

function weakness(calendar: Calendar): Finding[] {
  const { cve, component, on, slow } = WEAKNESS;
  return DEMO_SERVICES.filter(({ language }) => language === "TypeScript").map((service) => {
    const luck = chanceOf(`weakness:${service.identifier}`);
    return finding(calendar, {
      id: `${service.identifier}-${cve}`,
      service: service.identifier,
      severity: "critical",
      cve,
      component,
      seen: on,
      fixed: service.team === slow ? null : on + luck.whole(1, 6),
    });
  });
}

interface Found {
  id: string;
  service: string;
  severity: Finding["severity"];
  cve: string;
  component: string;
  seen: number;
  fixed: number | null;
}

const finding = (
  calendar: Calendar,
  { id, service, severity, cve, component, seen, fixed }: Found,
): Finding => ({
  externalId: id,
  service,
  title: `${cve} in ${component}`,
  severity,
  cve,
  component,
  resource: service,
  status: fixed === null ? "open" : "fixed",
  firstSeenAt: calendar.at(seen, 200),
  ...(fixed === null ? {} : { fixedAt: calendar.at(fixed, 900) }),
});

/** What the platform is watched by: each component every fifteen minutes. */
export const COMPONENTS = ["portal", "build-farm", "message-broker"] as const;
export const PROBE_MINUTES = 15;

export interface Span {
  component: string;
  startsAt: string;
  endsAt: string;
  reason: string;
}

/** When components were down, and when on purpose: the first Sunday of each fourth week. */
export function downtimes(calendar: Calendar): { outages: Span[]; maintenance: Span[] } {
  const span = (
    component: string,
    offset: number,
    minute: number,
    minutes: number,
    reason: string,
  ): Span => ({
    component,
    startsAt: calendar.at(offset, minute),
    endsAt: calendar.at(offset, minute + minutes),
    reason,
  });
  const maintenance: Span[] = [];
  for (let offset = calendar.first, sundays = 0; offset < 0; offset++)
    if (calendar.weekday(offset) === 7 && sundays++ % 4 === 0)
      maintenance.push(span("build-farm", offset, 120, 120, "Updates"));
  return {
    maintenance,
    outages: [
      span("message-broker", weeks(24) + 2, 560, 195, "The broker stood still while it was moved"),
      span("message-broker", weeks(19) + 1, 845, 75, "A disk of the new broker was full"),
      span("build-farm", weeks(31), 600, 45, "No machines to be had"),
      span("portal", weeks(15), 700, 30, "A migration took long"),
      span("build-farm", -9, 780, 45, "A bad image"),
    ],
  };
}

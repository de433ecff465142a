import { sql } from "drizzle-orm";
import { chosen, type Fact } from "../core/facts";
import { type Developers, developersOf } from "../core/people";
import { fullWeeks, weeksIn } from "../core/range";
import { type MetricResult, noData, type Window } from "../core/result";
import { theilSen } from "../core/statistics/theil-sen";
import type { Ask, MetricDefinition } from "../definition";
import { countFacts } from "../store/aggregate";
import { developersByCell } from "../store/people";

const facts = () => sql`
  select t.id::text as id, t.opened_at as at, t.team, t.service, coalesce(t.title, t.area) as label, null::boolean as hit,
    null::float8 as value
  from insight_tickets t where t.is_platform and not t.automatic`;

function volume(
  tickets: number,
  perWeek: readonly number[] | null,
  { headcount, people }: Developers,
  window: Window,
  zone: string,
): MetricResult {
  if (people === 0)
    return {
      ...noData("No developers are known in this period."),
      ...(tickets ? { parts: { tickets } } : {}),
    };
  const weeks = weeksIn(window, zone);
  const per100 = (n: number) => (n / headcount) * 100;
  const trend = perWeek && theilSen(perWeek.map((n, week) => [week, per100(n)]));
  return {
    value: per100(tickets / weeks),
    n: tickets,
    numerator: tickets,
    denominator: headcount,
    parts: { tickets, developers: headcount, ...(perWeek ? { trend } : {}) },
  };
}

export const supportTickets: MetricDefinition = {
  id: "support-ticket-volume",
  title: "Support tickets",
  question: "How often do people need the platform team?",
  formula:
    "Tickets to the platform that people opened, each week, for every 100 developers. The trend is the median of the slopes between any two whole weeks (Theil and Sen).",
  unit: "per100",
  direction: "down",
  floor: null,
  counts: "tickets",
  sources: ["Tickets", "People and memberships"],
  window: "12w",
  dimensions: ["organisation", "team"],
  reads: ["insight_tickets", "insight_people", "insight_memberships"],
  rules: [
    "Tickets that a machine opened do not count.",
    "Developers are those that there were on average.",
    "Where no developers are known there is no value, whatever the number of tickets.",
  ],
  parts: {
    tickets: { label: "Tickets", unit: "count" },
    developers: { label: "Developers", unit: "count" },
    trend: { label: "Trend, each week", unit: "per100" },
  },
  facts,
  evaluate(events, ask) {
    const all: Fact[] = events.tickets
      .filter((t) => t.isPlatform && !t.automatic)
      .map((t) => ({ at: t.openedAt, team: t.team, service: t.service }));
    const perWeek = fullWeeks(ask.window, ask.zone).map((window) => chosen(all, { ...ask, window }).length);
    return volume(
      chosen(all, ask).length,
      perWeek,
      developersOf(events, ask, ask.window),
      ask.window,
      ask.zone,
    );
  },
  async compute(db, ask) {
    const weeks = ask.windows.map((w, ix) => (ix < ask.detailed ? fullWeeks(w, ask.zone) : []));
    const more: Ask = { ...ask, windows: [...ask.windows, ...weeks.flat()] };
    const [counts, developers] = await Promise.all([
      countFacts(db, facts(), more),
      developersByCell(db, ask),
    ]);
    const at = new Map(counts.map((c) => [`${c.window} ${c.key}`, c.n]));
    const keys = ask.by === null ? [null] : developers.keys;
    return keys.flatMap((key) => {
      let next = ask.windows.length;
      return ask.windows.map((w, window) => {
        const perWeek = weeks[window]!.map(() => at.get(`${next++} ${key}`) ?? 0);
        return {
          window,
          key,
          result: volume(
            at.get(`${window} ${key}`) ?? 0,
            window < ask.detailed ? perWeek : null,
            developers.of(window, key),
            w,
            ask.zone,
          ),
        };
      });
    });
  },
};

import type { Deployment, EventSet } from "./core/events";
import { noEvents } from "./core/events";
import { addTemplates } from "./testing-templates";
import { addSignals } from "./testing-signals";
import { randomSurveyResults } from "./testing-surveys";
import { isCounted } from "./definitions/deployments";

export const ZONE = "Europe/Berlin";
/** Four months around the change of clocks on 2026-03-29; what is random lies in between. */
export const BEGIN = Date.parse("2026-01-01T00:00:00Z");
export const END = Date.parse("2026-05-01T00:00:00Z");
const HOUR = 3_600_000;

/** A day of 23 hours and its midnights, which random instants hit with some luck alone. */
const TRICKY = [
  "2026-03-28T23:00:00Z",
  "2026-03-28T22:59:59.999Z",
  "2026-03-29T00:59:59.999Z",
  "2026-03-29T01:00:00Z",
  "2026-03-29T22:00:00Z",
  "2026-02-01T23:00:00Z",
].map((t) => Date.parse(t));

export const TEAMS = ["amber", "birch", "cedar", "dune"];
export const SERVICES = ["api", "billing", "cart", "docs"];

/** Makes event sets that follow from `random` alone. Owners of services and members of teams change in between. */
export function randomEvents(random: () => number): EventSet {
  const events = noEvents();
  const int = (below: number) => Math.floor(random() * below);
  const of = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const chance = (p: number) => random() < p;
  const at = () => new Date(chance(0.1) ? of(TRICKY) : BEGIN + int(END - BEGIN));
  const after = (from: Date, hours: number) => new Date(from.getTime() + int(hours * HOUR));
  const maybe = <T>(p: number, make: () => T): T | null => (chance(p) ? make() : null);
  const date = (instant: Date) => instant.toISOString().slice(0, 10);
  const some = (most: number, make: (n: number) => void) => {
    for (let n = 1, count = int(most); n <= count; n += 1) make(n);
  };

  const handovers = SERVICES.map((service) => ({
    service,
    on: at(),
    before: maybe(0.9, () => of(TEAMS)),
    after: maybe(0.9, () => of(TEAMS)),
  }));
  const ownerOf = (service: string | null, when: Date) => {
    const known = handovers.find((h) => h.service === service);
    return known ? (when < known.on ? known.before : known.after) : null;
  };
  const subject = (when: Date, p = 0.9) => {
    const service = maybe(p, () => of(SERVICES));
    return { service, team: ownerOf(service, when) };
  };

  for (const { service, on, before, after: then } of handovers) {
    if (before) events.owners.push({ service, team: before, startsAt: new Date(BEGIN - HOUR), endsAt: on });
    if (then) events.owners.push({ service, team: then, startsAt: on, endsAt: null });
    if (chance(0.2)) events.drifted.push(service);
  }
  for (const team of TEAMS) events.teams.push({ team, onboardedAt: maybe(0.7, at) });
  some(14, (id) => {
    events.people.push({
      id,
      isDeveloper: chance(0.85),
      isBot: chance(0.1),
      fte: of([1, 1, 0.5, 0.8]),
      hiredOn: maybe(0.6, () => date(at())),
      leftOn: maybe(0.15, () => date(at())),
    });
    const moved = at();
    events.memberships.push({
      personId: id,
      team: of(TEAMS),
      startsAt: new Date(BEGIN - HOUR),
      endsAt: maybe(0.5, () => moved),
    });
    if (chance(0.4))
      events.memberships.push({
        personId: id,
        team: of(TEAMS),
        startsAt: moved,
        endsAt: maybe(0.3, () => after(moved, 800)),
      });
  });
  const person = () => (events.people.length ? of(events.people).id : null);

  some(70, (id) => {
    const finishedAt = at();
    const service = of(SERVICES);
    events.deployments.push({
      id,
      service,
      team: ownerOf(service, finishedAt),
      production: chance(0.9),
      status: of(["success", "success", "success", "success", "failure", "cancelled"] as const),
      finishedAt,
      kind: of(["planned", "planned", "planned", "rework", "rollback"] as const),
      configOnly: chance(0.2),
      viaPlatform: chance(0.5),
      templateId: maybe(0.6, () => of(["service", "worker"])),
      templateVersion: maybe(0.9, () => of(["1.0.0", "2.0.0", "3.0.0"])),
      previousSuccessId: null,
      fixesIncident: maybe(0.1, () => `i${1 + int(20)}`),
      duplicateOf: null,
    });
  });
  events.deployments.push(...unfinished(events.deployments.length + 1));
  for (const d of events.deployments) if (chance(0.05) && d.id > 1) d.duplicateOf = 1 + int(d.id - 1);
  const counted = events.deployments.filter(isCounted);
  for (const d of counted) {
    const before = counted.filter((b) => b.service === d.service && b.finishedAt! < d.finishedAt!);
    before.sort((a, b) => Number(b.finishedAt) - Number(a.finishedAt));
    d.previousSuccessId = before[0]?.id ?? null;
  }

  some(90, (id) => {
    const first = at();
    const opened = chance(0.1) ? new Date(first.getTime() - int(50 * HOUR)) : after(first, 60);
    const merged = maybe(0.85, () => after(opened, 90));
    events.changes.push({
      id,
      service: maybe(0.8, () => of(SERVICES)),
      team: maybe(0.9, () => of(TEAMS)),
      authorId: person(),
      isBot: chance(0.1),
      firstCommitAt: maybe(0.9, () => first),
      openedAt: opened,
      firstReviewAt: maybe(0.7, () => after(opened, 40)),
      mergedAt: merged,
      revertsChangeId: maybe(0.05, () => 1 + int(90)),
      revertedByChangeId: maybe(0.05, () => 1 + int(90)),
    });
  });
  for (const c of events.changes) {
    let first = true;
    for (const d of counted.filter(() => chance(0.03))) {
      events.deployedChanges.push({ deploymentId: d.id, changeId: c.id, baseline: chance(0.15), first });
      first = false;
    }
  }

  some(25, (id) => {
    const startedAt = at();
    events.incidents.push({
      id,
      externalId: `i${id}`,
      ...subject(startedAt),
      startedAt,
      detectedAt: maybe(0.7, () => new Date(startedAt.getTime() + int(5 * HOUR) - HOUR)),
      resolvedAt: maybe(0.75, () => new Date(startedAt.getTime() + int(90 * HOUR) - HOUR)),
      deploymentId: counted.length ? maybe(0.7, () => of(events.deployments).id) : null,
    });
  });

  some(30, (n) => {
    const endedAt = maybe(0.95, at);
    const earlier = events.runs.length ? maybe(0.3, () => of(events.runs).id) : null;
    events.runs.push({
      id: `r_${n}`,
      rerunOf: earlier,
      status: endedAt
        ? of(["succeeded", "succeeded", "failed", "declined", "cancelled", "expired", "stale", "interrupted"])
        : "applying",
      code: maybe(0.5, () => of(["policy_denied", "unexpected", "reported", "timeout", "plan_failed"])),
      action: of(["create-service", "create-bucket"]),
      team: maybe(0.9, () => of(TEAMS)),
      bySystem: chance(0.1),
      startedAt: endedAt && maybe(0.8, () => new Date(endedAt.getTime() - int(5 * HOUR))),
      endedAt,
    });
  });
  some(40, (id) => {
    const openedAt = at();
    events.tickets.push({
      id,
      ...subject(openedAt),
      openedAt,
      isPlatform: chance(0.8),
      automatic: chance(0.15),
      actionIdentifier: maybe(0.4, () => of(["create-service", "create-database"])),
      handlingSeconds: maybe(0.5, () => int(20_000)),
      runId: events.runs.length ? maybe(0.3, () => of(events.runs).id) : null,
    });
  });
  some(40, (id) => {
    const firstSeenAt = at();
    const fixedAt = maybe(0.5, () => after(firstSeenAt, 900));
    events.findings.push({
      id,
      ...subject(firstSeenAt),
      severity: of(["critical", "high", "medium", "low", "info"] as const),
      status: fixedAt ? "fixed" : of(["open", "open", "suppressed"] as const),
      suppressedUntil: maybe(0.3, at),
      firstSeenAt,
      fixedAt,
      dueAt: maybe(0.85, () => after(firstSeenAt, 800)),
      dedupeKey: `k${int(25)}`,
    });
  });

  const probed = Date.parse("2026-03-29T00:40:00Z");
  const seen = new Set<string>();
  some(90, () => {
    const minute = new Date(probed + int(40) * 60_000);
    const key = { component: of(["portal", "git"]), at: minute, probe: of(["a", "b", "c"]) };
    const id = `${key.component} ${minute.getTime()} ${key.probe}`;
    if (!seen.has(id))
      events.probes.push({ ...key, ok: chance(0.6), critical: key.component === "portal" || chance(0.7) });
    seen.add(id);
  });
  some(3, () => {
    const startsAt = new Date(probed + int(40) * 60_000);
    events.maintenance.push({ component: of(["portal", "git"]), startsAt, endsAt: after(startsAt, 1) });
  });

  events.uptimeTarget = of([0.9, 0.99, 0.999]);

  for (const { id } of events.people)
    for (const tool of ["git", "ci", "chat", "portal"])
      if (chance(0.5)) events.toolUses.push({ personId: id, tool, day: date(at()) });
  for (const { id } of events.people) if (chance(0.5)) events.visits.push({ personId: id, day: date(at()) });
  addSignals(events, random, at);
  addTemplates(events, random, at);
  for (const team of TEAMS)
    for (let week = 0; week < 16; week += 1)
      if (chance(0.9))
        for (const category of ["new", "keeping", "repair"])
          events.timeEntries.push({
            team,
            week: date(new Date(Date.parse("2025-12-29T00:00:00Z") + week * 7 * 24 * HOUR)),
            category,
            source: "issues",
            share: of([0.25, 0.5, 0.125]),
          });
  events.surveyResults = randomSurveyResults(random, TEAMS, at);
  for (const kind of ["action", "blueprint", "template"] as const)
    some(6, (n) =>
      events.pages.push({
        kind,
        identifier: `${kind}-${n}`,
        createdAt: at(),
        written: chance(0.85),
        broken: chance(0.25),
        reviews: Array.from({ length: int(3) }, () => new Date(at().getTime() - int(2) * 150 * 24 * HOUR)),
      }),
    );
  const currencies = ["EUR", "USD"];
  for (const month of ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]) {
    some(6, () =>
      events.billedMonths.push({
        month,
        currency: of(currencies),
        effective: int(100_000) / 64,
        team: maybe(0.7, () => of(TEAMS)),
        pool: maybe(0.1, () => "Shared"),
      }),
    );
    if (chance(0.9)) events.unitCounts.push({ unit: "orders", month, count: int(50) / 2 });
  }
  events.baseline = maybe(0.9, () => ({
    unit: "orders",
    currency: "EUR",
    fromMonth: of(["2025-10", "2025-11"]),
    toMonth: of(["2025-12", "2026-01"]),
  }));
  events.billedUntil = maybe(0.9, () => of(["2026-03-30", "2026-03-31", "2026-04-10", "2026-04-30"]));
  return events;
}

/** Under way, and so in no figure. */
const unfinished = (id: number): Deployment[] => [
  {
    id,
    service: "api",
    team: "amber",
    production: true,
    status: "in_progress",
    finishedAt: null,
    kind: "planned",
    configOnly: false,
    viaPlatform: true,
    templateId: null,
    templateVersion: null,
    previousSuccessId: null,
    fixesIncident: null,
    duplicateOf: null,
  },
];

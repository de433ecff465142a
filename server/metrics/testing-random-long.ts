import { type EventSet, noEvents } from "./core/events";
import { change, deployment } from "./testing-made";
import { randomSurveyResults } from "./testing-surveys";

/** Twenty months: room for the weeks before and after a team began, for people to get on, and for bills. */
export const LONG_BEGIN = Date.parse("2025-01-01T00:00:00Z");
export const LONG_END = Date.parse("2026-09-01T00:00:00Z");
export const LONG_TEAMS = [
  "amber",
  "birch",
  "cedar",
  "dune",
  "elm",
  "fern",
  "gorse",
  "hazel",
  "iris",
  "juniper",
  "kelp",
  "linden",
  "maple",
];
const DAY = 86_400_000;
const WEEK = 7 * DAY;
const MONTHS = 20;

/**
 * Event sets for metrics that compare over a long time; they follow from `random` alone. Most teams begin to use the platform one
 * after the other, some never do, and each deploys all the time, more often or less once it began.
 */
export function longEvents(random: () => number): EventSet {
  const events = noEvents();
  const int = (below: number) => Math.floor(random() * below);
  const of = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const chance = (p: number) => random() < p;
  const at = () => new Date(LONG_BEGIN + int(LONG_END - LONG_BEGIN));
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);

  for (const [n, team] of LONG_TEAMS.entries()) {
    const begun = chance(0.75) ? LONG_BEGIN + (16 + int(36)) * WEEK + int(WEEK) : null;
    events.teams.push({
      team,
      onboardedAt: begun !== null && chance(0.9) ? new Date(begun - int(4 * WEEK)) : null,
    });
    for (const place of [0, 1]) {
      const id = n * 2 + place + 1;
      const hiredOn = date(LONG_BEGIN + int(LONG_END - LONG_BEGIN - 10 * WEEK));
      events.people.push({
        ...{ id, isDeveloper: chance(0.9), isBot: false, fte: 1, leftOn: null },
        hiredOn: chance(0.9) ? hiredOn : null,
      });
      events.memberships.push({ personId: id, team, startsAt: new Date(LONG_BEGIN), endsAt: null });
    }
    const pace = [4, 4, 6, 9].map((days) => days * DAY);
    let paces = { before: of(pace), after: of(pace) };
    if (chance(0.1)) paces = { before: 70 * DAY, after: 90 * DAY };
    for (let time = LONG_BEGIN + int(WEEK); time < LONG_END;) {
      const isAfter = begun !== null && time >= begun;
      const id = events.deployments.length + 1;
      const finishedAt = new Date(time);
      events.deployments.push(
        deployment(id, { service: `${team}-app`, team, finishedAt, viaPlatform: isAfter && chance(0.8) }),
      );
      for (let more = int(3); more > 0; more -= 1) {
        const changeId = events.changes.length + 1;
        const mergedAt = new Date(time - int(2 * DAY));
        events.changes.push(
          change(changeId, {
            ...{ service: `${team}-app`, team, mergedAt, isBot: chance(0.05) },
            authorId: n * 2 + 1 + int(2),
            firstCommitAt: chance(0.95) ? new Date(time - int((isAfter ? 4 : 8) * DAY)) : null,
          }),
        );
        events.deployedChanges.push({
          deploymentId: id,
          changeId,
          baseline: chance(0.02),
          first: chance(0.95),
        });
      }
      time += int(2 * (isAfter ? paces.after : paces.before)) + 3_600_000;
    }
  }

  const month = (n: number) => new Date(Date.UTC(2025, n, 1)).toISOString().slice(0, 7);
  for (let n = 0; n < MONTHS; n += 1) {
    for (let lines = 1 + int(3); lines > 0; lines -= 1)
      events.billedMonths.push({
        ...{ month: month(n), currency: of(["EUR", "EUR", "USD"]), effective: (1 + int(100_000)) / 64 },
        ...{ team: chance(0.7) ? of(LONG_TEAMS) : null, pool: chance(0.1) ? "Shared" : null },
      });
    if (chance(0.95)) events.unitCounts.push({ unit: "orders", month: month(n), count: 1 + int(50) / 2 });
  }
  if (chance(0.95)) {
    const from = int(4);
    const [fromMonth, toMonth] = [month(from), month(from + 1 + int(4))];
    events.baseline = { unit: "orders", currency: "EUR", fromMonth, toMonth };
  }
  events.billedUntil = of(["2026-06-30", "2026-07-30", "2026-07-31", "2026-08-31"]);
  events.surveyResults = randomSurveyResults(random, LONG_TEAMS, at);
  return events;
}

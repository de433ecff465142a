import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { EventSet } from "../core/events";
import type { PlainAsk, Scope } from "../core/facts";
import type { MetricResult, Window } from "../core/result";
import { seeded } from "../core/statistics/difference";
import type { Ask, MetricDefinition } from "../definition";
import { storeEvents } from "../testing-events";
import { forgetEvents } from "../testing-forget";
import { BEGIN, END, randomEvents, SERVICES, TEAMS, ZONE } from "../testing-random";
import { LONG_BEGIN, LONG_END, LONG_TEAMS, longEvents } from "../testing-random-long";
import { METRICS } from "./registry";

const CASES = 8;
const LONG_CASES = 4;
const DAY = 86_400_000;
/** Of a metric's comparisons, so large a share has to have a value. */
const LEAST_WITH_VALUE = 0.2;
const LIVE = METRICS.filter((metric) => !metric.unavailable);
let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

/** Sums of fractions may differ in their last digits; nothing else may. What is undefined is absent. */
function like(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value : expect.closeTo(value, 7);
  if (Array.isArray(value)) return value.map(like);
  if (value && typeof value === "object")
    return Object.fromEntries(present(value).map(([k, v]) => [k, like(v)]));
  return value;
}

const present = (of: object) => Object.entries(of).filter(([, v]) => v !== undefined);

/** How many comparisons there were of each metric, and in how many it had a value: where there is none, little is compared. */
const compared = new Map<string, { all: number; withValue: number }>();

/** With the case, so that a failure says which it was. */
function expectLike(of: { metric: string }, actual: MetricResult, plain: MetricResult): void {
  expect({ ...of, ...Object.fromEntries(present(actual)) }).toEqual(like({ ...of, ...plain }));
  const count = compared.get(of.metric) ?? { all: 0, withValue: 0 };
  compared.set(of.metric, {
    all: count.all + 1,
    withValue: count.withValue + (plain.value === null ? 0 : 1),
  });
}

/** Compares a metric over the windows: of the whole, of each scope, and by team and service. */
async function compare(
  metric: MetricDefinition,
  events: EventSet,
  { windows, asOf, scopes }: { windows: Window[]; asOf: Date; scopes: Scope[] },
): Promise<void> {
  for (const scope of scopes) {
    if (!metric.dimensions.includes(scope.teams ? "team" : scope.service ? "service" : "organisation"))
      continue;
    const ask: Ask = { ...scope, windows, detailed: windows.length, by: null, zone: ZONE, asOf };
    const plain = (of: Partial<PlainAsk>, ix: number): MetricResult =>
      metric.evaluate(events, { ...scope, zone: ZONE, asOf, window: windows[ix]!, ...of });
    const whole = await metric.compute(database.db, ask);
    expect(whole.map((c) => [c.window, c.key])).toEqual(windows.map((_, ix) => [ix, null]));
    for (const { window: ix, result } of whole)
      expectLike({ metric: metric.id, ...{ scope, ix } }, result, plain({}, ix));
    if (scope.teams || scope.service) continue;
    for (const by of ["team", "service"] as const) {
      if (!metric.dimensions.includes(by)) continue;
      for (const { window: ix, key, result } of await metric.compute(database.db, { ...ask, by })) {
        const of = by === "team" ? { teams: [key!] } : { service: key };
        expectLike({ metric: metric.id, ...{ key, ix } }, result, plain(of, ix));
      }
    }
  }
}

async function stage(events: EventSet): Promise<EventSet> {
  await forgetEvents(database.db);
  await storeEvents(database.db, events);
  return events;
}

describe("what the database computes is what the plain evaluators say", () => {
  for (let seed = 1; seed <= CASES; seed += 1)
    it(`of random events, seed ${seed}`, async () => {
      const random = seeded(seed);
      const events = await stage(randomEvents(random));
      const window = (): Window => {
        const from = new Date(BEGIN + Math.floor((random() * (END - BEGIN)) / 3_600_000) * 3_600_000);
        return { from, to: new Date(from.getTime() + (1 + Math.floor(random() * 60)) * DAY) };
      };
      const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
      const over = {
        windows: [{ from: new Date(BEGIN), to: new Date(END) }, window(), window(), window()],
        asOf: new Date(END + 5 * DAY),
        scopes: [
          { teams: null, service: null },
          { teams: [pick(TEAMS), pick(TEAMS)], service: null },
          { teams: null, service: pick(SERVICES) },
        ],
      };
      for (const metric of LIVE) await compare(metric, events, over);
    });

  for (let seed = 1; seed <= LONG_CASES; seed += 1)
    it(`of metrics that need a long time, over a long time, seed ${seed}`, async () => {
      const random = seeded(100 + seed);
      const events = await stage(longEvents(random));
      const window = (): Window => {
        const from = new Date(LONG_BEGIN + Math.floor(random() * 100) * DAY);
        return { from, to: new Date(from.getTime() + (420 + Math.floor(random() * 90)) * DAY) };
      };
      const over = {
        windows: [{ from: new Date(LONG_BEGIN), to: new Date(LONG_END) }, window(), window(), window()],
        asOf: new Date(LONG_END + 5 * DAY),
        scopes: [
          { teams: null, service: null },
          { teams: LONG_TEAMS.slice(0, 6), service: null },
        ],
      };
      for (const metric of LIVE) if (metric.needs) await compare(metric, events, over);
    });

  it.each(LIVE.map(({ id }) => id))("%s had a value to compare in many cases", (id) => {
    const { all, withValue } = compared.get(id)!;
    expect(withValue / all).toBeGreaterThan(LEAST_WITH_VALUE);
  });
});

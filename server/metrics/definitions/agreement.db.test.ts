import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { PlainAsk } from "../core/facts";
import type { MetricResult, Window } from "../core/result";
import { seeded } from "../core/statistics/difference";
import type { Ask } from "../definition";
import { storeEvents } from "../testing-events";
import { forgetEvents } from "../testing-forget";
import { BEGIN, END, randomEvents, SERVICES, TEAMS, ZONE } from "../testing-random";
import { METRICS } from "./registry";

const CASES = 8;
const DAY = 86_400_000;
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

/** With the case, so that a failure says which it was. */
const expectLike = (of: object, actual: MetricResult, plain: MetricResult) =>
  expect({ ...of, ...Object.fromEntries(present(actual)) }).toEqual(like({ ...of, ...plain }));

describe("what the database computes is what the plain evaluators say", () => {
  for (let seed = 1; seed <= CASES; seed += 1)
    it(`of random events, seed ${seed}`, async () => {
      const random = seeded(seed);
      const events = randomEvents(random);
      await forgetEvents(database.db);
      await storeEvents(database.db, events);
      const window = (): Window => {
        const from = new Date(BEGIN + Math.floor((random() * (END - BEGIN)) / 3_600_000) * 3_600_000);
        return { from, to: new Date(from.getTime() + (1 + Math.floor(random() * 60)) * DAY) };
      };
      const windows = [{ from: new Date(BEGIN), to: new Date(END) }, window(), window(), window()];
      const asOf = new Date(END + 5 * DAY);
      const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
      const scopes = [
        { teams: null, service: null },
        { teams: [pick(TEAMS), pick(TEAMS)], service: null },
        { teams: null, service: pick(SERVICES) },
      ];
      for (const metric of METRICS) {
        if (metric.unavailable) continue;
        for (const scope of scopes) {
          if (!metric.dimensions.includes(scope.teams ? "team" : scope.service ? "service" : "organisation"))
            continue;
          const ask: Ask = { ...scope, windows, detailed: windows.length, by: null, zone: ZONE, asOf };
          const plain = (of: Partial<PlainAsk>, ix: number): MetricResult =>
            metric.evaluate(events, { ...scope, zone: ZONE, asOf, window: windows[ix]!, ...of });
          const whole = await metric.compute(database.db, ask);
          expect(whole.map((c) => [c.window, c.key])).toEqual(windows.map((_, ix) => [ix, null]));
          for (const { window: ix, result } of whole)
            expectLike({ metric: metric.id, scope, ix }, result, plain({}, ix));
          if (scope.teams || scope.service) continue;
          for (const by of ["team", "service"] as const) {
            if (!metric.dimensions.includes(by)) continue;
            for (const { window: ix, key, result } of await metric.compute(database.db, { ...ask, by })) {
              const of = by === "team" ? { teams: [key!] } : { service: key };
              expectLike({ metric: metric.id, key, ix }, result, plain(of, ix));
            }
          }
        }
      }
    });
});

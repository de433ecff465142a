import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Context, systemContext } from "@/server/kernel/context";
import { noEvents } from "../core/events";
import { barsFigure } from "../core/prepare/bars";
import { numberFigure } from "../core/prepare/number";
import { drawnSeries } from "../core/prepare/series";
import { valuesSchema } from "../schema";
import { storeEvents } from "../testing-events";
import { change } from "../testing-made";
import { person } from "../testing-platform";
import { metricValues } from "./values";

let database: TestDatabase;
let ctx: Context;
const DAY = 86_400_000;
/** Eight weeks, in which two people began; in the eighteen before it six did. */
const SHORT = { from: "2025-05-05", to: "2025-06-30" };
const LONG = { from: "2024-12-30", to: "2025-06-30" };

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemContext(database.db, "Test", "test");
  await database.db.execute(
    sql`insert into insight_teams (team, parent) values ('amber', null), ('birch', null)`,
  );
  const hired = ["2025-01-06", "2025-01-06", "2025-01-06", "2025-02-03", "2025-02-03", "2025-02-03"];
  const people = [...hired, "2025-05-12", "2025-05-12"].map((hiredOn, n) => person(n + 1, { hiredOn }));
  await storeEvents(database.db, {
    ...noEvents(),
    people,
    memberships: people.map(({ id }) => ({
      personId: id,
      team: "amber",
      startsAt: new Date("2025-01-01T00:00:00Z"),
      endsAt: null,
    })),
    // The nth person merges a change every n days: their tenth comes after 10 n days.
    changes: people.flatMap(({ id, hiredOn }) =>
      Array.from({ length: 10 }, (_, n) =>
        change(id * 100 + n, {
          authorId: id,
          mergedAt: new Date(Date.parse(hiredOn!) + (n + 1) * id * DAY),
        }),
      ),
    ),
  });
});
afterAll(() => database.close());

const valueOf = async (metric: string, of: object = {}) =>
  (await metricValues(ctx, valuesSchema.parse({ metrics: [metric], ...of }))).values[0]!;

describe("a range that is too short for its metric", () => {
  it("is widened to what the metric needs, and says so", async () => {
    const value = await valueOf("onboarding-time", { range: SHORT, series: true, by: "team" });
    expect([value.from, value.to]).toEqual(["2024-12-30T00:00:00.000Z", "2025-06-30T00:00:00.000Z"]);
    expect(value.widened).toBe("Over 26 weeks, which is what it needs.");
    // Eight people, the nth after 10 n days: half of them are there with the fourth.
    expect(value.result).toMatchObject({ value: 40 * 86_400, n: 8 });
    expect(value.breakdown!.rows).toMatchObject([{ key: "amber", result: { n: 8 } }]);
    expect(numberFigure(value).note).toBe(value.widened);
    expect(barsFigure(value)!.note).toBe(value.widened);
  });

  it("leaves the course as it is: its buckets are those that were asked for", async () => {
    const value = await valueOf("onboarding-time", { range: SHORT, interval: "month" });
    expect(value.series!.buckets.map(({ from }) => from.slice(0, 10))).toEqual(["2025-05-05", "2025-06-01"]);
    expect(value.series!.results.map((r) => r.value)).toEqual([null, null]);
    expect(drawnSeries(value)).toBeNull();
  });

  it("stays as it is where it tells enough, is as long, or the metric needs no longer one", async () => {
    const long = await valueOf("onboarding-time", { range: LONG });
    expect(long).toMatchObject({ widened: null, result: { value: 40 * 86_400, n: 8 } });
    const asked = { from: "2025-01-01", to: "2025-02-10" };
    const enough = await valueOf("onboarding-time", { range: asked });
    expect(enough).toMatchObject({ widened: null, from: "2025-01-01T00:00:00.000Z", result: { n: 6 } });
    const rate = await valueOf("change-fail-rate", { range: SHORT });
    expect(rate).toMatchObject({ widened: null, result: { value: null } });
  });

  it("says what the longer one lacks where neither tells enough", async () => {
    const value = await valueOf("velocity-impact", { range: SHORT });
    expect([value.from, value.to]).toEqual(["2024-06-01T00:00:00.000Z", "2025-06-30T00:00:00.000Z"]);
    expect(value.widened).toMatch(/12 months/);
    expect(value.result).toMatchObject({ value: null, insufficient: { have: 0, need: 5 } });
  });

  it("is widened for a team as for the organisation, never for fewer people than may be shown", async () => {
    const scope = (id: string) => ({ range: SHORT, scope: { kind: "team", id } });
    const amber = await valueOf("onboarding-time", scope("amber"));
    expect(amber).toMatchObject({ result: { n: 8 }, widened: expect.stringMatching(/26 weeks/) });
    const birch = await valueOf("onboarding-time", scope("birch"));
    expect(birch.result).toMatchObject({ value: null, n: 0, insufficient: { have: 0, need: 5 } });
  });
});

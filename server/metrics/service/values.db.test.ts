import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Context, systemContext } from "@/server/kernel/context";
import { noEvents } from "../core/events";
import { deployment } from "../testing-made";
import { storeEvents } from "../testing-events";
import { valuesSchema } from "../schema";
import { metricEvents } from "./events";
import { metricValues } from "./values";

let database: TestDatabase;
let ctx: Context;
const RANGE = { from: "2026-01-05", to: "2026-03-02" };

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemContext(database.db, "Test", "test");
  await database.db.execute(
    sql`insert into insight_teams (team, parent) values ('root', null), ('leaf', 'root'), ('twig', 'leaf'), ('other', null)`,
  );
  const at = (n: number) => new Date(Date.parse("2026-01-05T12:00:00Z") + n * 86_400_000);
  await storeEvents(database.db, {
    ...noEvents(),
    deployments: [
      ...Array.from({ length: 16 }, (_, n) =>
        deployment(n + 1, { finishedAt: at(3 * n), team: "leaf", service: "api" }),
      ),
      ...Array.from({ length: 4 }, (_, n) =>
        deployment(n + 30, { finishedAt: at(10 * n), team: "twig", service: "cart", kind: "rollback" }),
      ),
      deployment(50, { finishedAt: at(20), team: "other", service: "docs" }),
    ],
  });
});
afterAll(() => database.close());

const ask = (of: Record<string, unknown>) => metricValues(ctx, valuesSchema.parse({ range: RANGE, ...of }));

describe("values of metrics", () => {
  it("are of the organisation, of a team with those below it, and of a service", async () => {
    const of = async (scope: object) =>
      (await ask({ metrics: ["deployment-frequency"], scope })).values[0]!.result;
    expect((await of({ kind: "organisation" })).n).toBe(21);
    expect((await of({ kind: "team", id: "root" })).n).toBe(20);
    expect((await of({ kind: "team", id: "twig" })).n).toBe(4);
    expect(await of({ kind: "service", id: "api" })).toMatchObject({ n: 16, value: 2, denominator: 8 });
  });

  it("come with levels where there is enough behind them", async () => {
    const { values, scores } = await ask({
      metrics: ["deployment-frequency", "change-fail-rate", "deployment-rework-rate"],
    });
    expect(values.map((v) => v.levels?.score.score)).toEqual([6, 10, expect.closeTo(10 - 40 / 21, 8)]);
    expect(values[0]!.levels?.presets["2023"]?.label).toBe("High");
    expect(values[1]!.levels?.presets["2024"]).toBeNull();
    expect(scores).toEqual({ throughput: null, stability: expect.closeTo(10 - 20 / 21, 8), overall: null });
    const few = await ask({ metrics: ["change-fail-rate"], scope: { kind: "team", id: "twig" } });
    expect(few.values[0]).toMatchObject({
      result: { value: 0, n: 4, insufficient: { have: 4, need: 20 } },
      levels: null,
    });
  });

  it("have a course with a gap before the first event and zeroes after it", async () => {
    const { values } = await ask({
      metrics: ["deployment-frequency"],
      range: { from: "2025-12-22", to: "2026-03-16" },
      interval: "week",
    });
    const { buckets, results, previous } = values[0]!.series!;
    expect(buckets).toHaveLength(12);
    expect(results.map((r) => r.value)).toEqual([null, null, 4, 3, 4, 3, 3, 2, 2, 0, 0, 0]);
    expect(previous!.every((r) => r.value === null)).toBe(true);
  });

  it("are broken down by team and by service", async () => {
    const teams = await ask({ metrics: ["deployment-frequency"], by: "team" });
    expect(teams.values[0]!.breakdown!.rows.map((r) => [r.key, r.result.n])).toEqual([
      ["leaf", 16],
      ["other", 1],
      ["twig", 4],
    ]);
    const services = await ask({
      metrics: ["change-fail-rate"],
      by: "service",
      scope: { kind: "team", id: "root" },
    });
    expect(services.values[0]!.breakdown!.rows.map((r) => [r.key, r.result.n])).toEqual([
      ["api", 16],
      ["cart", 4],
    ]);
  });

  it("say that nothing is known instead of zero", async () => {
    const { values } = await ask({
      metrics: ["deployment-frequency", "change-fail-rate", "change-lead-time"],
      range: { from: "2025-01-01", to: "2025-02-01" },
    });
    for (const { result } of values) expect(result).toMatchObject({ value: null, n: 0, insufficient: {} });
  });

  it("of a metric without teams are refused alone, and said to be none beside others", async () => {
    const of = { metrics: ["platform-uptime", "change-fail-rate"], scope: { kind: "team", id: "leaf" } };
    await expect(ask(of)).rejects.toThrow(/not computed by team/);
    const { values } = await ask({ ...of, partial: true });
    expect(values[0]!.result).toMatchObject({
      value: null,
      insufficient: { why: expect.stringMatching(/only by organisation/) },
    });
    expect(values[1]!.result.n).toBe(20);
  });

  it("are refused for what there is not", async () => {
    await expect(ask({ metrics: ["speed"] })).rejects.toThrow(/Metric "speed" was not found/);
    await expect(
      ask({ metrics: ["change-fail-rate"], scope: { kind: "team", id: "nobody" } }),
    ).rejects.toThrow(/not found/);
    await expect(ask({ metrics: ["change-fail-rate"], range: { last: "x" } })).rejects.toThrow(/not a span/);
  });
});

describe("the events behind a figure", () => {
  it("are those that it counts, page by page", async () => {
    const of = { metric: "deployment-rework-rate", scope: { kind: "organisation" as const }, range: RANGE };
    const first = await metricEvents(ctx, { ...of, hits: true, limit: 3 });
    expect(first.events.map((e) => e.id)).toEqual(["33", "32", "31"]);
    const second = await metricEvents(ctx, { ...of, hits: true, limit: 3, cursor: first.nextCursor! });
    expect(second).toMatchObject({ events: [{ id: "30", service: "cart", hit: true }], nextCursor: null });
    const all = await metricEvents(ctx, { ...of, hits: false, limit: 200 });
    expect(all.events).toHaveLength(21);
  });
});

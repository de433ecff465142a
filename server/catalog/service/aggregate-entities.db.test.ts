import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { ADMIN, contextOf, person } from "../testing";
import { createBlueprint } from "./blueprints";
import { createEntity } from "./entities";
import { setPermissions } from "./permissions";

let database: TestDatabase;
let actor: Actor = ADMIN;
const app = restApp(() => Promise.resolve(contextOf(database.db, actor)));

async function post(path: string, body: unknown) {
  const response = await app.request(`/v1/entities/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const query = (...rules: unknown[]) => ({
  combinator: "and",
  rules: [{ property: "$blueprint", operator: "=", value: "run" }, ...rules],
});

beforeAll(async () => {
  database = await createTestDatabase();
  const ctx = contextOf(database.db);
  await createBlueprint(ctx, { identifier: "pipe", title: "Pipe", schema: { properties: {} } });
  await createBlueprint(ctx, {
    identifier: "run",
    title: "Run",
    schema: {
      properties: {
        result: { type: "string" },
        minutes: { type: "number" },
        at: { type: "string", format: "date-time" },
      },
    },
    relations: { pipe: { target: "pipe", required: false, many: false } },
  });
  for (const identifier of ["p1", "p2"]) await createEntity(ctx, "pipe", { identifier });
  for (const [i, minutes] of [1, 2, 3, 10, null].entries())
    await createEntity(ctx, "run", {
      identifier: `r${i}`,
      team: i === 0 ? "red" : "blue",
      properties: { result: i % 2 ? "failed" : "passed", ...(minutes === null ? {} : { minutes }) },
      relations: i === 4 ? {} : { pipe: i < 3 ? "p1" : "p2" },
    });
});
afterAll(() => database.close());

describe("aggregates over REST", () => {
  it.each([
    [{ func: "count" }, 5],
    [{ func: "sum", property: "minutes" }, 16],
    [{ func: "average", property: "minutes" }, 4],
    [{ func: "min", property: "minutes" }, 1],
    [{ func: "max", property: "minutes" }, 10],
    [{ func: "median", property: "minutes" }, 2.5],
    [{ func: "average", averageOf: "day" }, 5],
    [
      { func: "countValues", property: "result" },
      [
        { value: "passed", count: 3 },
        { value: "failed", count: 2 },
      ],
    ],
    [
      { func: "countValues", relation: "pipe" },
      [
        { value: "p1", count: 3 },
        { value: "p2", count: 1 },
        { value: null, count: 1 },
      ],
    ],
  ])("%j is %j", async (body, result) => {
    expect(await post("aggregate", { ...body, query: query() })).toEqual({
      status: 200,
      body: { ok: true, result, matchingBlueprints: ["run"], failedBlueprints: [], entities: [] },
    });
  });

  it("take only what the query matches and the actor may read", async () => {
    const failed = query({ property: "result", operator: "=", value: "failed" });
    expect((await post("aggregate", { func: "sum", property: "minutes", query: failed })).body.result).toBe(
      12,
    );
    await setPermissions(contextOf(database.db), "run", { entities: { read: { ownedByTeam: true } } });
    actor = person("bob", ["red"]);
    expect((await post("aggregate", { func: "count", query: query() })).body.result).toBe(1);
    const over = await post("aggregate-over-time", {
      blueprint: "run",
      func: "count",
      timeRange: { preset: "today" },
    });
    expect(
      (over.body.result as { data: { count: number }[] }).data.reduce((sum, { count }) => sum + count, 0),
    ).toBe(1);
    actor = ADMIN;
    await database.db.execute(sql`update blueprints set permissions = null`);
    await database.db.execute(sql`update catalog_model set version = version + 1`);
  });

  it.each([
    ["aggregate", { func: "sum", property: "result", query: query() }, "property"],
    ["aggregate", { func: "sum", property: "nothing", query: query() }, "property"],
    ["aggregate", { func: "countValues", scorecard: "s", query: query() }, "scorecard"],
    ["aggregate", { func: "countValues", relation: "s", query: query() }, "relation"],
    ["aggregate", { func: "average", measureTimeBy: "minutes", query: query() }, "measureTimeBy"],
    [
      "aggregate",
      { func: "count", query: query({ property: "nothing", operator: "isEmpty" }) },
      "query.rules.1.property",
    ],
    ["aggregate", { func: "mode", query: query() }, ""],
    ["aggregate-over-time", { blueprint: "run", func: "sum", properties: ["result"] }, "properties.0"],
    [
      "aggregate-over-time",
      { blueprint: "run", func: "count", timeRange: { preset: "today", timeZone: "Mars" } },
      "timeRange.timeZone",
    ],
    [
      "aggregate-over-time",
      { blueprint: "run", func: "count", timeInterval: "hour", timeRange: { preset: "last3Years" } },
      "timeInterval",
    ],
  ])("%s refuses %j at %s", async (path, body, at) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(422);
    const issues = (answer.body.details as { issues: { path: unknown[] }[] }).issues;
    expect(issues[0]?.path.join(".")).toBe(at);
  });

  it("over time, by properties and broken down by values", async () => {
    const range = { preset: "lastDay", timeZone: "Europe/Berlin" };
    const sums = await post("aggregate-over-time", {
      blueprint: "run",
      func: "sum",
      properties: ["minutes"],
      timeRange: range,
      timeInterval: "month",
    });
    const { data, minDate, maxDate } = sums.body.result as {
      data: Record<string, number>[];
      minDate: number;
      maxDate: number;
    };
    expect(maxDate - minDate).toBe(86_400_000);
    expect(data.reduce((sum, point) => sum + (point.minutes ?? 0), 0)).toBe(16);
    const counts = await post("aggregate-over-time", {
      func: "count",
      query: query(),
      breakdownProperty: "result",
      timeRange: range,
      timeInterval: "hour",
    });
    const points = (counts.body.result as { data: Record<string, number>[] }).data;
    expect(points.length).toBeGreaterThanOrEqual(24);
    expect(points.reduce((sum, point) => sum + point.passed!, 0)).toBe(3);
    expect(points.reduce((sum, point) => sum + point.failed!, 0)).toBe(2);
    expect((await post("aggregate-over-time", { blueprint: "nothing", func: "count" })).status).toBe(404);
  });
});

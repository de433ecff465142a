import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { transaction } from "@/server/kernel/transaction";
import { insertBlueprint } from "../../store/blueprints";
import type { BlueprintDefinition } from "../../schema";
import { contextOf } from "../../testing";
import { modelOf } from "../model";
import { planOf } from "../../core/computed/plan";
import { recompute } from "../recompute";
import { aggregate } from "./aggregate";
import { put, type TestWrite } from "./testing";

const count = { calculationBy: "entities", func: "count" };
const over = (func: string, more = {}) => ({ calculationBy: "property", func, property: "minutes", ...more });
const isOk = { combinator: "and", rules: [{ property: "status", operator: "=", value: "ok" }] };

const DOMAIN = {
  identifier: "domain",
  title: "Domain",
  schema: { properties: {} },
  relations: { parent: { target: "domain" } },
  aggregationProperties: {
    deployments: { title: "x", target: "deployment", calculationSpec: count },
    good: { title: "x", target: "deployment", calculationSpec: count, query: isOk },
    perDay: {
      title: "x",
      target: "deployment",
      calculationSpec: {
        calculationBy: "entities",
        func: "average",
        averageOf: "day",
        measureTimeBy: "doneAt",
      },
    },
    minutesPerWeek: {
      title: "x",
      target: "deployment",
      calculationSpec: over("average", { averageOf: "week", measureTimeBy: "doneAt" }),
    },
    sum: { title: "x", target: "deployment", calculationSpec: over("sum") },
    min: { title: "x", target: "deployment", calculationSpec: over("min") },
    max: { title: "x", target: "deployment", calculationSpec: over("max") },
    median: { title: "x", target: "deployment", calculationSpec: over("median") },
    average: { title: "x", target: "deployment", calculationSpec: over("average", { averageOf: "total" }) },
    owned: {
      title: "x",
      target: "service",
      calculationSpec: count,
      pathFilter: [{ path: ["owner"], fromBlueprint: "service" }],
    },
    ancestors: {
      title: "x",
      target: "domain",
      calculationSpec: count,
      pathFilter: [{ path: [{ relation: "parent", maxHops: 2 }] }],
    },
    inProduction: {
      title: "x",
      target: "deployment",
      calculationSpec: count,
      query: {
        combinator: "and",
        rules: [{ relation: "environment", targetProperty: "$title", operator: "beginsWith", value: "prod" }],
      },
    },
    unknown: { title: "x", target: "nothing", calculationSpec: count },
    badField: {
      title: "x",
      target: "deployment",
      calculationSpec: count,
      query: { combinator: "and", rules: [{ property: "colour", operator: "=", value: "red" }] },
    },
  },
};
const SERVICE = {
  identifier: "service",
  title: "Service",
  schema: { properties: {} },
  relations: { owner: { target: "domain" }, user: { target: "domain" } },
};
const ENVIRONMENT = {
  identifier: "environment",
  title: "Environment",
  schema: { properties: {} },
  relations: { service: { target: "service" } },
};
const DEPLOYMENT = {
  identifier: "deployment",
  title: "Deployment",
  schema: {
    properties: {
      status: { type: "string" },
      minutes: { type: "number" },
      doneAt: { type: "string", format: "date-time" },
    },
  },
  relations: { environment: { target: "environment" } },
};

let database: TestDatabase;
const ctx = () => contextOf(database.db);
const write = (given: TestWrite) => transaction(ctx(), (tx) => put(tx, given));
async function valuesOf(identifier: string) {
  const [row] = await database.db.execute<{
    properties: Record<string, unknown>;
    faults: Record<string, string>;
  }>(sql`select properties, faults from entities where identifier = ${identifier}`);
  return row!;
}

beforeAll(async () => {
  database = await createTestDatabase();
  await transaction(ctx(), async (tx) => {
    for (const definition of [DOMAIN, SERVICE, ENVIRONMENT, DEPLOYMENT])
      await insertBlueprint(tx.db, definition as unknown as BlueprintDefinition, "test");
  });
  await write({ blueprint: "domain", identifier: "top" });
  await write({ blueprint: "domain", identifier: "upper", relations: { parent: ["top"] } });
  await write({ blueprint: "domain", identifier: "pay", relations: { parent: ["upper"] } });
  await write({ blueprint: "domain", identifier: "card", relations: { parent: ["pay"] } });
  await write({ blueprint: "service", identifier: "checkout", relations: { owner: ["pay"] } });
  await write({ blueprint: "service", identifier: "refunds", relations: { user: ["pay"] } });
  await write({ blueprint: "environment", identifier: "live", relations: { service: ["checkout"] } });
  for (let i = 1; i <= 7; i++)
    await write({
      blueprint: "deployment",
      identifier: `d${i}`,
      properties: {
        status: i % 2 ? "ok" : "failed",
        doneAt: `2026-01-${String(1 + 2 * (i - 1)).padStart(2, "0")}T12:00:00Z`,
        ...(i === 7 ? {} : { minutes: i * i }),
      },
      relations: { environment: ["live"] },
    });
  await recompute(ctx());
});
afterAll(() => database.close());

it("aggregates what is related over any number of relations", async () => {
  const { properties } = await valuesOf("pay");
  expect(properties).toMatchObject({ deployments: 7, good: 4, sum: 91, min: 1, max: 36, median: 12.5 });
  expect(properties.average).toBeCloseTo(91 / 6, 12);
  // What is further up is related as well, and what is beside is not.
  expect((await valuesOf("top")).properties).toMatchObject({ deployments: 7 });
  expect((await valuesOf("card")).properties).toMatchObject({ deployments: 0, sum: 0 });
  expect(Object.keys((await valuesOf("card")).properties)).not.toContain("median");
});

it("counts only what an exact path leads to, in the path's direction or against it", async () => {
  expect((await valuesOf("pay")).properties).toMatchObject({ owned: 1, ancestors: 2 });
  expect((await valuesOf("card")).properties).toMatchObject({ owned: 0, ancestors: 2 });
  expect((await valuesOf("top")).properties).toMatchObject({ owned: 0, ancestors: 0 });
});

it("says why an aggregation has no value, and only of that one", async () => {
  const { properties, faults } = await valuesOf("pay");
  expect(faults).toEqual({
    unknown: 'There is no blueprint "nothing".',
    badField: expect.stringContaining('"colour"') as string,
  });
  expect(properties).not.toHaveProperty("badField");
});

it("follows a change of a far entity, and of a relation between", async () => {
  await write({ blueprint: "deployment", identifier: "d2", properties: { status: "ok" } });
  await recompute(ctx());
  expect((await valuesOf("pay")).properties).toMatchObject({ good: 5 });
  await write({ blueprint: "environment", identifier: "live", relations: { service: ["refunds"] } });
  await write({ blueprint: "service", identifier: "refunds", relations: { user: [] } });
  await recompute(ctx());
  expect((await valuesOf("pay")).properties).toMatchObject({ deployments: 0, good: 0 });
  await write({ blueprint: "service", identifier: "refunds", relations: { owner: ["pay"] } });
  await recompute(ctx());
  expect((await valuesOf("pay")).properties).toMatchObject({ deployments: 7, good: 5, owned: 2 });
});

it("follows what its query looks at beyond the entities that count", async () => {
  expect((await valuesOf("pay")).properties).toMatchObject({ inProduction: 0 });
  await write({ blueprint: "environment", identifier: "live", title: "Production" });
  await recompute(ctx());
  expect((await valuesOf("pay")).properties).toMatchObject({ inProduction: 7 });
});

it.each([
  ["2026-01-15T12:00:00Z", 0.5, 91 / 2],
  ["2026-01-15T12:00:30Z", 0.5, 91 / 2],
  ["2026-01-15T13:00:00Z", 7 / 15, 91 / 3],
  ["2026-01-01T12:00:00Z", 7, 91],
])("averages by interval, partial ones as whole: at %s", async (at, perDay, minutesPerWeek) => {
  const result = await transaction(ctx(), async (tx) => {
    const model = await modelOf(tx);
    const plans = planOf(model).blueprints.get("domain")!.aggregations;
    const [row] = await tx.db.execute<{ id: string }>(sql`select id from entities where identifier = 'pay'`);
    const values = await aggregate(tx, model, plans, [row!.id], sql`${at}::timestamptz`);
    return values.get(row!.id)!;
  });
  expect(result.perDay).toEqual({ value: expect.closeTo(perDay, 12) as number });
  expect(result.minutesPerWeek).toEqual({ value: expect.closeTo(minutesPerWeek, 12) as number });
});

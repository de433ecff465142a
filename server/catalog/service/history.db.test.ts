import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Interval } from "../core/time-range";
import { unitsOf } from "../store/query/over-time";
import { ADMIN, contextOf } from "../testing";
import { createBlueprint } from "./blueprints";
import { createEntity, updateEntity } from "./entities";
import { entityHistory } from "./history";
import { propertiesHistory, propertyHistory } from "./property-history";
import { recompute } from "./recompute";

const TEAM = { identifier: "squad", title: "Squad", schema: { properties: { size: { type: "number" } } } };
const APP = {
  identifier: "app",
  title: "App",
  schema: { properties: { cost: { type: "number" } } },
  relations: { squad: { target: "squad", required: false, many: false } },
  mirrorProperties: { people: { path: "squad.size" } },
};

let database: TestDatabase;
const ctx = () => contextOf(database.db, ADMIN);

beforeAll(async () => {
  database = await createTestDatabase();
  await createBlueprint(ctx(), TEAM);
  await createBlueprint(ctx(), APP);
  await createEntity(ctx(), "squad", { identifier: "red", properties: { size: 3 } });
  await createEntity(ctx(), "app", {
    identifier: "web",
    properties: { cost: 10 },
    relations: { squad: "red" },
  });
  await updateEntity(ctx(), "squad", "red", { properties: { size: 4 } });
  while (!(await recompute(ctx())));
  await updateEntity(ctx(), "app", "web", { properties: { cost: 20 } });
  while (!(await recompute(ctx())));
});
afterAll(() => database.close());

describe("the history of an entity", () => {
  it("has what is computed, with what brought it about", async () => {
    const steps = await entityHistory(ctx(), "app", "web");
    expect(steps.map(({ change }) => change)).toEqual(["updated", "computed", "created"]);
    expect(steps[1]).toMatchObject({
      cause: '"red" of "squad" changed',
      before: { properties: { people: 3 } },
      after: { properties: { people: 4 } },
    });
    expect(steps[0]).toMatchObject({
      before: { properties: { cost: 10, people: 4 } },
      after: { properties: { cost: 20, people: 4 } },
    });
  });

  it("comes in pages without gap", async () => {
    const all = await entityHistory(ctx(), "app", "web");
    const pages: typeof all = [];
    for (let cursor: string | undefined; ; cursor = pages.at(-1)?.at) {
      const page = await entityHistory(ctx(), "app", "web", 1, cursor);
      if (page.length === 0) break;
      pages.push(...page);
    }
    expect(pages.map(({ change, after }) => ({ change, after }))).toEqual(
      all.map(({ change, after }) => ({ change, after })),
    );
  });
});

describe("the history of properties", () => {
  it("has the values of written and computed ones as they were", async () => {
    const { series } = await propertyHistory(ctx(), "app", "web", ["cost", "people", "$title"]);
    expect(series.cost?.map(({ value }) => value)).toEqual([10, 20]);
    expect(series.people?.map(({ value }) => value)).toEqual([3, 4]);
    expect(series.$title).toEqual([]);
  });

  it("gives the last value of each interval, and none before there was one", async () => {
    await database.db.execute(
      sql`update entity_revisions set at = at - interval '3 days' where identifier = 'web' and revision = 1`,
    );
    await database.db.execute(sql`update entity_recomputations set at = at - interval '1 day'`);
    const result = await propertiesHistory(ctx(), {
      blueprintIdentifier: "app",
      entityIdentifier: "web",
      propertyNames: ["cost", "people"],
      timeInterval: "day",
      timeRange: { preset: "lastWeek", timeZone: "UTC" },
    });
    expect(result.data).toEqual([null, null, null, null, 10, 10, 10, 20]);
    expect(result.series[1]?.points.map(({ value }) => value)).toEqual([null, null, null, null, 3, 3, 4, 4]);
    expect(result.maxDate - result.minDate).toBeGreaterThan(6.9 * 86_400_000);
  });

  it("refuses what the blueprint does not have, and time zones that are none", async () => {
    await expect(propertyHistory(ctx(), "app", "web", ["nothing"])).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(propertyHistory(ctx(), "app", "nothing", ["cost"])).rejects.toMatchObject({
      code: "not_found",
    });
    const query = { blueprintIdentifier: "app", entityIdentifier: "web", propertyNames: ["cost"] };
    await expect(
      propertiesHistory(ctx(), { ...query, timeRange: { preset: "today", timeZone: "Mars/North" } }),
    ).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("intervals", () => {
  const starts = async (interval: Interval, from: string, to: string) => {
    const frame = { interval, timeZone: "Europe/Berlin", from: Date.parse(from), to: Date.parse(to) };
    return (await unitsOf(database.db, frame)).map((ms) => new Date(ms).toISOString());
  };
  it("are days of a time zone, one of 23 hours when summer time begins", async () => {
    expect(await starts("day", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z")).toEqual([
      "2026-03-27T23:00:00.000Z",
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
    ]);
  });
  it("are hours as they pass when summer time ends", async () => {
    expect(await starts("hour", "2026-10-25T00:10:00Z", "2026-10-25T02:10:00Z")).toEqual([
      "2026-10-25T00:00:00.000Z",
      "2026-10-25T01:00:00.000Z",
      "2026-10-25T02:00:00.000Z",
    ]);
  });
  it("are weeks from Monday, months and quarters", async () => {
    expect(await starts("isoWeek", "2026-01-07T00:00:00Z", "2026-01-13T00:00:00Z")).toEqual([
      "2026-01-04T23:00:00.000Z",
      "2026-01-11T23:00:00.000Z",
    ]);
    expect(await starts("month", "2026-01-15T00:00:00Z", "2026-02-15T00:00:00Z")).toHaveLength(2);
    expect(await starts("quarter", "2026-01-15T00:00:00Z", "2026-12-15T00:00:00Z")).toHaveLength(4);
  });
});

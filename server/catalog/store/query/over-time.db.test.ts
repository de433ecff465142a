import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { countsByUnit, numbersByUnit, spanOf, unitsOf, type TimeFrame } from "./over-time";

let database: TestDatabase;
const ALL = sql`true`;
const at = (text: string) => new Date(text).getTime();

beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.execute(
    sql`insert into blueprints (identifier, definition, created_by, updated_by) values ('b', '{}', 'x', 'x')`,
  );
  const rows = [
    ["2026-03-28T22:59:59Z", 1, "a"],
    ["2026-03-28T23:00:00Z", 2, "a"],
    ["2026-03-29T21:59:59Z", 4, "b"],
    ["2026-03-29T22:00:00Z", 8, "a"],
    ["2026-10-25T00:30:00Z", 16, "a"],
    ["2026-10-25T01:30:00Z", 32, null],
  ] as const;
  for (const [i, [when, size, kind]] of rows.entries())
    await database.db.execute(sql`
      insert into entities (blueprint_id, identifier, properties, created_at, created_by, updated_by)
      select id, ${`e${i}`}, ${JSON.stringify({ size, kind, at: when })}::jsonb, ${when}::timestamptz, 'x', 'x' from blueprints`);
});
afterAll(() => database.close());

const berlin = (
  from: string,
  to: string,
  interval: TimeFrame["interval"],
  measureTimeBy = "$createdAt",
): TimeFrame => ({
  from: at(from),
  to: at(to),
  interval,
  timeZone: "Europe/Berlin",
  measureTimeBy,
});

describe("units of time", () => {
  it("are days of the zone, also where clocks change", async () => {
    const units = await unitsOf(database.db, berlin("2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z", "day"));
    expect(units.map((ms) => new Date(ms).toISOString())).toEqual([
      "2026-03-26T23:00:00.000Z",
      "2026-03-27T23:00:00.000Z",
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
    ]);
    const hours = await unitsOf(database.db, berlin("2026-10-24T22:00:00Z", "2026-10-25T22:59:00Z", "hour"));
    expect(hours).toHaveLength(25);
  });

  it.each([
    ["isoWeek", ["2026-03-22T23:00:00.000Z", "2026-03-29T22:00:00.000Z"]],
    ["month", ["2026-02-28T23:00:00.000Z", "2026-03-31T22:00:00.000Z"]],
    ["quarter", ["2025-12-31T23:00:00.000Z", "2026-03-31T22:00:00.000Z"]],
  ] as const)("%s", async (interval, expected) => {
    const units = await unitsOf(
      database.db,
      berlin("2026-03-29T00:00:00Z", "2026-04-02T00:00:00Z", interval),
    );
    expect(units.map((ms) => new Date(ms).toISOString())).toEqual(expected);
  });

  it("count what lies in them", async () => {
    for (const key of ["$createdAt", "at"]) {
      const frame = berlin("2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z", "day", key);
      const rows = await countsByUnit(database.db, ALL, frame, null, 10);
      expect(rows.map(({ unit, n }) => [new Date(unit).toISOString(), n])).toEqual([
        ["2026-03-27T23:00:00.000Z", 1],
        ["2026-03-28T23:00:00.000Z", 2],
        ["2026-03-29T22:00:00.000Z", 1],
      ]);
    }
    const kinds = await countsByUnit(
      database.db,
      ALL,
      berlin("2026-03-28T00:00:00Z", "2026-10-26T00:00:00Z", "quarter"),
      sql`nullif(entities.properties -> 'kind', 'null')`,
      2,
    );
    expect(kinds.map(({ value, n }) => [value, n])).toEqual([
      ["a", 3],
      ["b", 1],
      ["a", 1],
    ]);
  });

  it.each([
    ["sum", [1, 6, 8]],
    ["average", [1, 3, 8]],
    ["min", [1, 2, 8]],
    ["max", [1, 4, 8]],
    ["median", [1, 3, 8]],
    ["last", [1, 4, 8]],
  ] as const)("take the %s of numbers", async (func, expected) => {
    const frame = berlin("2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z", "day");
    const rows = await numbersByUnit(database.db, ALL, frame, func, ["size", "none"]);
    const sorted = [...rows].sort((a, b) => a.unit - b.unit);
    expect(sorted.map(({ values }) => values[0])).toEqual(expected);
    expect(sorted.every(({ values }) => values[1] === null || (func === "sum" && values[1] === 0))).toBe(
      true,
    );
  });

  it("begin and end a day where the zone does", async () => {
    const now = new Date("2026-03-29T12:00:00Z");
    const iso = ({ from, to }: { from: number; to: number }) => [
      new Date(from).toISOString(),
      new Date(to).toISOString(),
    ];
    expect(iso(await spanOf(database.db, "today", "Europe/Berlin", now))).toEqual([
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T21:59:59.999Z",
    ]);
    expect(iso(await spanOf(database.db, "yesterday", "UTC", now))).toEqual([
      "2026-03-28T00:00:00.000Z",
      "2026-03-28T23:59:59.999Z",
    ]);
    expect(iso(await spanOf(database.db, "lastWeek", "UTC", now))[0]).toBe("2026-03-22T12:00:00.000Z");
  });
});

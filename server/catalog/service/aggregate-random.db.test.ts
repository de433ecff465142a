import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { entities, entityCounts, entityRelations } from "@/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { dayOf, startOfDay } from "@/server/metrics/core/zone";
import type { AggregateBody } from "../core/aggregate-schema";
import { TOTAL } from "../core/count-rules";
import type { Query } from "../core/query/schema";
import { uuidOf } from "../store/query/testing";
import { contextOf } from "../testing";
import { aggregateEntities } from "./aggregate-entities";
import { aggregateOverTime } from "./aggregate-over-time";
import { createBlueprint } from "./blueprints";

/** Numbers over entities compared with a plain evaluation of the same random data. */
let database: TestDatabase;
let blueprintId: string;
const ctx = () => contextOf(database.db);
const DAY = 86_400_000;
const ZONE = "Europe/Berlin";

beforeAll(async () => {
  database = await createTestDatabase();
  await createBlueprint(ctx(), {
    identifier: "thing",
    title: "Thing",
    schema: {
      properties: {
        size: { type: "number" },
        kind: { type: "string" },
        tags: { type: "array", items: { type: "string" } },
        at: { type: "string", format: "date-time" },
      },
    },
    relations: { near: { target: "thing", many: true, required: false } },
  });
  const [row] = await database.db.execute<{ id: string }>(
    sql`select id from blueprints where identifier = 'thing'`,
  );
  blueprintId = row!.id;
});
afterAll(() => database.close());

interface Thing {
  size: number | null;
  kind: string | null;
  tags: string[] | null;
  /** Days before today, and half a day. */
  days: number | null;
  near: number[];
}
const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 4 });
const thing: fc.Arbitrary<Thing> = fc.record({
  // Halves add up exactly, in whatever order.
  size: some(fc.integer({ min: -20, max: 200 }).map((n) => n / 2)),
  kind: some(fc.constantFrom("a", "b", "c", "A")),
  tags: some(fc.uniqueArray(fc.constantFrom("x", "y", "z"), { maxLength: 3 })),
  days: some(fc.integer({ min: 0, max: 85 })),
  near: fc.uniqueArray(fc.nat({ max: 39 }), { maxLength: 3 }),
});
const filters: { query: Query; fits: (thing: Thing) => boolean }[] = [
  { query: { combinator: "and", rules: [] }, fits: () => true },
  {
    query: { combinator: "and", rules: [{ property: "kind", operator: "in", value: ["a", "b"] }] },
    fits: ({ kind }) => kind === "a" || kind === "b",
  },
  {
    query: { combinator: "and", rules: [{ property: "size", operator: ">=", value: 10 }] },
    fits: ({ size }) => size !== null && size >= 10,
  },
  {
    query: { combinator: "and", rules: [{ property: "$title", operator: "=", value: "nothing" }] },
    fits: () => false,
  },
];

const moment = (now: number, days: number) => now - days * DAY - DAY / 2;

async function load(things: readonly Thing[], now: number): Promise<void> {
  await database.db.execute(sql`truncate entities, entity_relations, entity_counts cascade`);
  // What writers count as they go.
  await database.db.insert(entityCounts).values({ blueprintId, key: TOTAL, value: TOTAL, n: things.length });
  await database.db.insert(entities).values(
    things.map(({ size, kind, tags, days }, i) => ({
      id: uuidOf(9, i),
      blueprintId,
      identifier: `t${i}`,
      title: `T${i}`,
      properties: {
        ...(size === null ? {} : { size }),
        ...(kind === null ? {} : { kind }),
        ...(tags === null ? {} : { tags }),
        ...(days === null ? {} : { at: new Date(moment(now, days)).toISOString() }),
      },
      createdBy: "x",
      updatedBy: "x",
    })),
  );
  const relations = things.flatMap(({ near }, i) =>
    near
      .filter((n) => n < things.length)
      .map((n) => ({ fromId: uuidOf(9, i), relation: "near", toId: uuidOf(9, n) })),
  );
  if (relations.length) await database.db.insert(entityRelations).values(relations);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
function median(numbers: readonly number[]): number | null {
  if (!numbers.length) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
const FUNCTIONS: Record<"sum" | "average" | "min" | "max" | "median", (numbers: number[]) => number | null> =
  {
    sum,
    average: (numbers) => (numbers.length ? sum(numbers) / numbers.length : null),
    min: (numbers) => (numbers.length ? Math.min(...numbers) : null),
    max: (numbers) => (numbers.length ? Math.max(...numbers) : null),
    median,
  };
const sizesOf = (things: readonly Thing[]) => things.flatMap(({ size }) => (size === null ? [] : [size]));

/** How many have each value. */
function counts(values: readonly (string | null)[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const value of values) found[String(value)] = (found[String(value)] ?? 0) + 1;
  return found;
}
async function countedBy(body: { query: Query; property: string } | { query: Query; relation: string }) {
  const { result } = await aggregateEntities(ctx(), { func: "countValues", ...body });
  if (!Array.isArray(result)) throw new Error("no list");
  return Object.fromEntries(result.map(({ value, count }) => [String(value), count]));
}

it(
  "are what a plain evaluation says, whatever the entities and the query",
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(thing, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(...filters),
        fc.constantFrom(...(Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[])),
        async (things, { query, fits }, func) => {
          const now = Date.now();
          await load(things, now);
          const hits = things.filter(fits);
          const numberOf = async (body: object) =>
            (await aggregateEntities(ctx(), { query, ...body } as AggregateBody, "thing")).result;
          expect(await numberOf({ func: "count" })).toBe(hits.length);
          const value = await numberOf({ func, property: "size" });
          expect(value).toEqual(FUNCTIONS[func](sizesOf(hits)));

          const dated = hits.flatMap(({ days }) => (days === null ? [] : [days]));
          const average = await numberOf({ func: "average", averageOf: "day", measureTimeBy: "at" });
          expect(average).toBeCloseTo(dated.length ? dated.length / (Math.max(...dated) + 1) : 0, 10);

          expect(await countedBy({ query: ofThing(query), property: "kind" })).toEqual(
            counts(hits.map(({ kind }) => kind)),
          );
          expect(await countedBy({ query: ofThing(query), property: "tags" })).toEqual(
            counts(hits.flatMap(({ tags }) => tags ?? [])),
          );
          const targets = hits.flatMap(({ near }): (string | null)[] => {
            const there = near.filter((n) => n < things.length);
            return there.length ? there.map((n) => `t${n}`) : [null];
          });
          expect(await countedBy({ query: ofThing(query), relation: "near" })).toEqual(counts(targets));
        },
      ),
      { numRuns: 60 },
    );
  },
);

const ofThing = (query: Query): Query => ({
  combinator: "and",
  rules: [{ property: "$blueprint", operator: "=", value: "thing" }, query],
});

it("are so in each day of a time zone, also broken down", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(thing, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(...filters),
      fc.constantFrom(...(Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[]), "last" as const),
      async (things, { query, fits }, func) => {
        const now = Date.now();
        await load(things, now);
        const common = {
          blueprint: "thing",
          query,
          measureTimeBy: "at",
          timeInterval: "day" as const,
          timeRange: { preset: "last3Months" as const, timeZone: ZONE },
        };
        const byDay = new Map<number, (Thing & { at: number; id: number })[]>();
        for (const [id, one] of things.entries()) {
          if (!fits(one) || one.days === null) continue;
          const at = moment(now, one.days);
          const day = startOfDay(dayOf(new Date(at), ZONE), ZONE).getTime();
          byDay.set(day, [...(byDay.get(day) ?? []), { ...one, at, id }]);
        }
        const numbers = await aggregateOverTime(ctx(), { ...common, func, properties: ["size"] });
        for (const { date, ...point } of numbers.data) {
          const hits = byDay.get(date) ?? [];
          const last = [...hits]
            .filter(({ size }) => size !== null)
            .sort((a, b) => b.at - a.at || b.id - a.id)[0];
          const expected =
            func === "last" ? (last?.size ?? null) : hits.length ? FUNCTIONS[func](sizesOf(hits)) : null;
          expect((point as Record<string, number>).size ?? null).toEqual(expected);
        }
        const counted = await aggregateOverTime(ctx(), {
          ...common,
          func: "count",
          breakdownProperty: "kind",
        });
        for (const { date, ...point } of counted.data) {
          const expected = counts((byDay.get(date) ?? []).map(({ kind }) => kind));
          for (const [name, n] of Object.entries(point)) expect(n).toBe(expected[name] ?? 0);
        }
        expect(counted.data.length).toBeGreaterThan(89);
        const total = sum(counted.data.flatMap(({ date: _date, ...point }) => Object.values(point)));
        expect(total).toBe([...byDay.values()].flat().length);
      },
    ),
    { numRuns: 40 },
  );
});

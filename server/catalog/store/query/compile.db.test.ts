import fc from "fast-check";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blueprints, entities, entityRelations } from "@/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { randomSeed } from "@/scripts/test/random";
import type { Model } from "../../core/model";
import { matches, type Catalog } from "../../core/query/evaluate";
import { checkQuery } from "../../core/query/check";
import { resolveQuery } from "../../core/query/resolve";
import type { Query } from "../../core/query/schema";
import { catalogs, definitions, modelFrom, NOW } from "./testing";
import { queries, VIEWER } from "./testing-queries";
import { conditionSql } from "./compile";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const READABLE = sql`entities.icon is distinct from 'hidden'`;

async function load(model: Model, catalog: Catalog): Promise<void> {
  const { db } = database;
  await db.execute(sql`truncate blueprints, entities, entity_relations cascade`);
  await db
    .insert(blueprints)
    .values([...model.blueprints.values()].map((b) => ({ ...b, createdBy: "x", updatedBy: "x" })));
  await db.insert(entities).values(
    [...catalog.entities.values()].map((e) => ({
      ...e,
      createdAt: new Date(e.createdAt),
      updatedAt: new Date(e.updatedAt),
    })),
  );
  if (catalog.relations.length) await db.insert(entityRelations).values([...catalog.relations]);
}

const onlyReadable = ({ entities: all, relations }: Catalog): Catalog => ({
  entities: new Map([...all].filter(([, e]) => e.icon !== "hidden")),
  relations,
});

/** Asks the database all queries in one statement. */
async function ask(conditions: ReturnType<typeof conditionSql>[]): Promise<string[][]> {
  const parts = conditions.map(
    (condition, i) =>
      sql`select ${i}::int as query, entities.id::text as id from entities where ${READABLE} and (${condition})`,
  );
  const rows = await database.db.execute<{ query: number; id: string }>(
    sql`${sql.join(parts, sql` union all `)} order by 1, 2`,
  );
  return conditions.map((_, i) => rows.filter((row) => row.query === i).map((row) => row.id));
}

const CASES = 10_000;
const MODELS = 20;
const BATCH = 25;

describe("a query in SQL", () => {
  it(`matches what the evaluator matches, in ${CASES} random cases`, { timeout: 240_000 }, async () => {
    const seed = randomSeed();
    let compared = 0;
    let hits = 0;
    for (let m = 0; m < MODELS; m++) {
      const [model] = fc.sample(definitions.map(modelFrom), { numRuns: 1, seed: seed + m });
      const [catalog] = fc.sample(catalogs(model!, 40), { numRuns: 1, seed: seed + m });
      await load(model!, catalog!);
      const seen = onlyReadable(catalog!);
      const resolved = (query: Query) => resolveQuery(query, { model: model!, viewer: VIEWER, now: NOW });
      const answerable = queries(model!).filter(
        (query) => checkQuery(query).length === 0 && resolved(query).issues.length === 0,
      );
      await fc.assert(
        fc.asyncProperty(fc.array(answerable, { minLength: BATCH, maxLength: BATCH }), async (batch) => {
          const conditions = batch.map((query) => resolved(query).condition);
          const answers = await ask(conditions.map((condition) => conditionSql(condition, READABLE)));
          for (const [i, condition] of conditions.entries()) {
            const expected = [...seen.entities.values()]
              .filter((e) => matches(condition, e, seen))
              .map((e) => e.id);
            expect(answers[i], `seed ${seed}, model ${m}: ${JSON.stringify(batch[i])}`).toEqual(
              expected.sort(),
            );
            compared += 1;
            hits += expected.length;
          }
        }),
        { numRuns: CASES / MODELS / BATCH, seed: seed + m, endOnFailure: false },
      );
    }
    expect(compared).toBeGreaterThanOrEqual(CASES);
    // Neither everything nor nothing, or the comparison would say little.
    expect(hits / compared).toBeGreaterThan(1);
  });
});

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { countsOf } from "../store/counts";
import { contextOf, DEPLOYMENT, ENVIRONMENT, SERVICE } from "../testing";
import { createBlueprint } from "./blueprints";
import { foldCounts, recount } from "./counts";
import { deleteEntity } from "./delete-entity";
import { createEntity, updateEntity } from "./entities";
import { blueprintIn, modelOf } from "./model";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
  for (const definition of [ENVIRONMENT, SERVICE, DEPLOYMENT]) await createBlueprint(ctx, definition);
});
afterAll(() => database.close());

const service = async () => blueprintIn(await modelOf(ctx), "service");
const counts = async () =>
  Object.fromEntries(
    await Promise.all(
      ["*", "language", "$team"].map(
        async (key) =>
          [key, Object.fromEntries(await countsOf(database.db, (await service()).id, key))] as const,
      ),
    ),
  );
const rows = async () =>
  Number((await database.db.execute<{ n: string }>(sql`select count(*) as n from entity_counts`))[0]?.n);
const EXPECTED = { "*": { "*": 3 }, language: { Go: 1, Rust: 2 }, $team: { payments: 1 } };

it("follow every way of writing, also of many at once", async () => {
  const make = (identifier: string, team: string[]) =>
    createEntity(ctx, "service", { identifier, team, properties: { language: "Go" } });
  await Promise.all(["a", "b", "c", "d"].map((identifier) => make(identifier, ["payments"])));
  await Promise.all([
    updateEntity(ctx, "service", "a", { properties: { language: "Rust" } }),
    createEntity(ctx, "service", { identifier: "b", properties: { language: "Rust" } }, { upsert: true }),
    updateEntity(ctx, "service", "c", { team: [] }),
    deleteEntity(ctx, "service", "d", { deleteDependents: true }),
  ]);
  await createEntity(
    ctx,
    "service",
    { identifier: "e", properties: { language: "Go" } },
    { validationOnly: true },
  );
  expect(await counts()).toEqual(EXPECTED);
});

it("stay the same when they are added up, by two at once and between writes", async () => {
  await Promise.all([foldCounts(ctx), foldCounts(ctx)]);
  await foldCounts(ctx);
  expect(await counts()).toEqual(EXPECTED);
  expect(await rows()).toBe(4);
  expect(await foldCounts(ctx)).toBe(0);
});

it("are the same when they are counted anew", async () => {
  await database.db.execute(sql`delete from entity_counts where key <> '*'`);
  const blueprint = await service();
  await transaction(ctx, (tx) => recount(tx, blueprint));
  expect(await counts()).toEqual(EXPECTED);
  expect(await rows()).toBe(4);
});

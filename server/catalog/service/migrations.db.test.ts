import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemContext, type Context } from "@/server/kernel/context";
import { contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "../testing";
import { createBlueprint, getBlueprint } from "./blueprints";
import { createEntity } from "./entities";
import { importEntities } from "./import-entities";
import { previewMigration, runMigration } from "./migrate";
import {
  cancelMigration,
  createMigration,
  deleteAllEntities,
  getMigration,
  listMigrations,
} from "./migrations";
import { countEntities, getEntity } from "./read";

let database: TestDatabase;
let ctx: Context;
let worker: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
  worker = systemContext(database.db, "Waymark", "job");
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(
    sql`truncate blueprints, blueprint_revisions, entities, entity_relations, entity_revisions, catalog_migrations, runs cascade`,
  );
  await database.db.execute(sql`update catalog_model set version = version + 1`);
  await createBlueprint(ctx, {
    identifier: "box",
    title: "Box",
    schema: { properties: { text: { type: "string" }, size: { type: "number" } } },
  });
});

const fill = (n: number, textOf: (i: number) => string) =>
  importEntities(
    ctx,
    "box",
    Array.from({ length: n }, (_, i) => ({
      identifier: `b${i}`,
      index: i,
      document: { identifier: `b${i}`, title: `Box ${i}`, properties: { text: textOf(i) } },
    })),
  );

const toNumbers = {
  sourceBlueprint: "box",
  mapping: { entity: { properties: { size: ".properties.text | tonumber" } } },
};

it("writes a text as a number for 1,000 entities, and says which three could not be", async () => {
  await fill(1000, (i) => (i % 400 === 7 ? "many" : String(i)));
  const { id, status } = await createMigration(ctx, toNumbers);
  expect(status).toBe("PENDING");
  await runMigration(worker, id);
  const done = await getMigration(ctx, id);
  expect(done).toMatchObject({ status: "COMPLETED", total: 1000, successCount: 997, failureCount: 3 });
  expect(done.failures.map((f) => f.identifier)).toEqual(["b7", "b407", "b807"]);
  expect(done.failures[0]!.message).toContain("many");
  expect((await getEntity(ctx, "box", "b12")).properties).toMatchObject({ text: "12", size: 12 });
  expect(await getEntity(ctx, "box", "b12")).toMatchObject({ title: "Box 12", revision: 2 });
}, 60_000);

it("is done once, whoever takes it up", async () => {
  await fill(450, String);
  const { id } = await createMigration(ctx, toNumbers);
  await Promise.all([runMigration(worker, id), runMigration(worker, id)]);
  await runMigration(worker, id);
  expect(await getMigration(ctx, id)).toMatchObject({
    status: "COMPLETED",
    successCount: 450,
    failureCount: 0,
  });
  expect(await getEntity(ctx, "box", "b449")).toMatchObject({ revision: 2 });
}, 60_000);

it("moves entities to another blueprint, those that a filter lets pass, one for each item", async () => {
  await createBlueprint(ctx, {
    identifier: "part",
    title: "Part",
    schema: { properties: { letter: { type: "string" } } },
    relations: { box: { target: "box", required: false, many: false } },
  });
  await fill(4, (i) => (i === 3 ? "" : "ab"));
  const input = {
    sourceBlueprint: "box",
    mapping: {
      blueprint: '"part"',
      filter: ".properties.text != ''",
      itemsToParse: '.properties.text | split("")',
      entity: {
        identifier: '.identifier + "-" + .item',
        title: ".title",
        properties: { letter: ".item" },
        relations: { box: ".identifier" },
      },
    },
  };
  const preview = await previewMigration(ctx, input);
  expect(preview).toMatchObject({ total: 4, truncated: false, succeeding: 6, failing: 0 });
  expect(preview.examples[0]).toMatchObject({
    from: "b0",
    given: { identifier: "b0-a", properties: { letter: "a" } },
  });
  expect(await countEntities(ctx, "part")).toBe(0);
  const { id } = await createMigration(ctx, input);
  await runMigration(worker, id);
  expect(await getMigration(ctx, id)).toMatchObject({ status: "COMPLETED", total: 4, successCount: 6 });
  expect(await getEntity(ctx, "part", "b2-b")).toMatchObject({ relations: { box: "b2" } });
});

it("is refused with the place of each fault", async () => {
  const paths = async (mapping: object) =>
    createMigration(ctx, { sourceBlueprint: "box", mapping }).catch(
      (e: { details: { issues: { path: string[] }[] } }) =>
        e.details.issues.map((issue) => issue.path.join(".")),
    );
  expect(await paths({ entity: { properties: { nothing: "." } } })).toEqual([
    "mapping.entity.properties.nothing",
  ]);
  expect(await paths({ filter: "(", entity: {} })).toEqual(["mapping.filter"]);
  expect(await paths({ blueprint: "nowhere", entity: {} })).toEqual(["mapping.blueprint"]);
  expect(await paths({ entity: {}, more: 1 })).toEqual(["mapping"]);
  await expect(createMigration(ctx, { ...toNumbers, sourceBlueprint: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(createMigration(contextOf(database.db, person("ada")), toNumbers)).rejects.toMatchObject({
    code: "forbidden",
  });
});

it("ends when it is cancelled", async () => {
  await fill(10, String);
  const { id } = await createMigration(ctx, toNumbers);
  expect(await cancelMigration(ctx, id, "not now")).toMatchObject({
    status: "CANCELLED",
    message: "not now",
  });
  await runMigration(worker, id);
  expect(await getMigration(ctx, id)).toMatchObject({ status: "CANCELLED", successCount: 0 });
  await expect(cancelMigration(ctx, id)).rejects.toMatchObject({ code: "conflict" });

  const { id: second } = await createMigration(ctx, toNumbers);
  await database.db.execute(sql`update catalog_migrations set status = 'RUNNING' where id = ${second}`);
  expect(await cancelMigration(ctx, second)).toMatchObject({ status: "PENDING_CANCELLATION" });
  await runMigration(worker, second);
  expect(await getMigration(ctx, second)).toMatchObject({ status: "CANCELLED" });
  expect(await listMigrations(ctx, { blueprint: "box", statuses: ["CANCELLED"] })).toHaveLength(2);
});

it("deletes all entities, and the blueprint after them", async () => {
  await fill(5, String);
  const { id } = await deleteAllEntities(ctx, "box", { deleteBlueprint: true });
  await runMigration(worker, id);
  expect(await getMigration(ctx, id)).toMatchObject({ status: "COMPLETED", kind: "delete", successCount: 5 });
  await expect(getBlueprint(ctx, "box")).rejects.toMatchObject({ code: "not_found" });
});

it("leaves what others need, and says so", async () => {
  for (const definition of [ENVIRONMENT, SERVICE, DEPLOYMENT]) await createBlueprint(ctx, definition);
  for (const identifier of ["a", "b"])
    await createEntity(ctx, "service", { identifier, properties: { language: "Go" } });
  await createEntity(ctx, "deployment", { identifier: "d", relations: { service: "a" } });
  const { id } = await deleteAllEntities(ctx, "service", { deleteBlueprint: true });
  await runMigration(worker, id);
  const done = await getMigration(ctx, id);
  expect(done).toMatchObject({ status: "FAILURE", successCount: 1, failureCount: 1 });
  expect(done.failures).toMatchObject([{ identifier: "a" }]);
  expect(await countEntities(ctx, "service")).toBe(1);
});

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { savedViews } from "@/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "../testing";
import { createBlueprint, getBlueprint } from "./blueprints";
import { createEntity } from "./entities";
import { setPermissions, getPermissions } from "./permissions";
import { getEntity } from "./read";
import { renameKey } from "./rename-key";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(
    sql`truncate blueprints, blueprint_revisions, entities, entity_relations, entity_revisions, saved_views cascade`,
  );
  for (const definition of [
    ENVIRONMENT,
    {
      ...SERVICE,
      calculationProperties: {
        shout: { type: "string", calculation: ".properties.language | ascii_upcase" },
        odd: { type: "string", calculation: ".properties | .language" },
      },
    },
    { ...DEPLOYMENT, mirrorProperties: { language: { path: "service.language" } } },
  ])
    await createBlueprint(ctx, definition);
  await createEntity(ctx, "environment", { identifier: "prod", title: "Production" });
  await createEntity(ctx, "service", {
    identifier: "a",
    properties: { language: "Go" },
    relations: { environment: "prod" },
  });
  await createEntity(ctx, "deployment", { identifier: "d", relations: { service: "a" } });
  await database.db.execute(
    sql`update entities set properties = properties || '{"environmentName": "Production", "shout": "GO"}' where identifier = 'a'`,
  );
});

const stored = async () => {
  const [row] = await database.db.execute<{ properties: Record<string, unknown> }>(
    sql`select properties from entities where identifier = 'a'`,
  );
  return row?.properties;
};

it("renames a property with its values, and everything that names it", async () => {
  await setPermissions(ctx, "service", {
    entities: { updateProperties: { language: { roles: ["Admin"] } } },
  });
  await database.db.insert(savedViews).values({
    blueprint: "service",
    title: "Mine",
    ownerId: "x",
    state: { columns: ["language"] },
  });
  const { blueprint, followed, unclear } = await renameKey(ctx, "service", {
    kind: "property",
    from: "language",
    to: "mainLanguage",
  });
  expect(Object.keys(blueprint.schema.properties)).toEqual([
    "mainLanguage",
    "replicas",
    "repository",
    "tags",
  ]);
  expect(blueprint).toMatchObject({
    revision: 2,
    schema: { required: ["mainLanguage"] },
    calculationProperties: { shout: { calculation: ".properties.mainLanguage | ascii_upcase" } },
  });
  expect(await stored()).toMatchObject({ mainLanguage: "Go", shout: "GO" });
  expect((await getBlueprint(ctx, "deployment")).mirrorProperties?.language?.path).toBe(
    "service.mainLanguage",
  );
  expect((await getPermissions(ctx, "service")).stored?.entities.updateProperties).toEqual({
    mainLanguage: { roles: ["Admin"] },
  });
  expect((await database.db.select().from(savedViews))[0]?.state).toEqual({ columns: ["mainLanguage"] });
  expect(followed.map((d) => d.kind).sort()).toEqual([
    "calculation",
    "mirror",
    "permission",
    "required",
    "view",
  ]);
  expect(unclear.map((d) => d.identifier)).toEqual(["service.odd"]);
  const rows = await database.db
    .select()
    .from(auditLog)
    .where(sql`action = 'UPDATE' and resource_type = 'blueprint'`);
  expect(rows.map((row) => row.resourceId).sort()).toEqual(["deployment", "service"]);
});

it("renames a relation, and the paths through it", async () => {
  await renameKey(ctx, "service", { kind: "relation", from: "environment", to: "runsIn" });
  expect(await getBlueprint(ctx, "service")).toMatchObject({
    relations: { runsIn: { target: "environment" } },
    mirrorProperties: { environmentName: { path: "runsIn.$title" } },
  });
  expect((await getEntity(ctx, "service", "a")).relations).toMatchObject({ runsIn: "prod" });
  expect(await stored()).toMatchObject({ environmentName: "Production" });
});

it("renames computed keys with their values", async () => {
  await renameKey(ctx, "service", { kind: "mirror", from: "environmentName", to: "place" });
  await renameKey(ctx, "service", { kind: "calculation", from: "shout", to: "loud" });
  expect(await stored()).toMatchObject({ place: "Production", loud: "GO" });
  expect(await stored()).not.toHaveProperty("shout");
});

it("refuses what is not there, is taken, or is no key, and whoever is no administrator", async () => {
  const rename = (from: string, to: string, as = ctx) =>
    renameKey(as, "service", { kind: "property", from, to });
  await expect(rename("nothing", "x")).rejects.toMatchObject({ code: "not_found" });
  await expect(rename("language", "tags")).rejects.toMatchObject({ code: "invalid" });
  await expect(rename("language", "environmentName")).rejects.toMatchObject({ code: "invalid" });
  await expect(rename("language", "a.b")).rejects.toMatchObject({ code: "invalid" });
  await expect(rename("language", "x", contextOf(database.db, person("ada")))).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(
    renameKey(ctx, "service", { kind: "property", from: "language", to: "x", revision: 7 }),
  ).rejects.toMatchObject({ code: "conflict" });
});

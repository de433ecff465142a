import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { blueprintRevisions } from "@/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "../testing";
import {
  createBlueprint,
  deleteBlueprint,
  getBlueprint,
  listBlueprints,
  replaceBlueprint,
  updateBlueprint,
} from "./blueprints";
import { createEntity, updateEntity } from "./entities";
import { entityHistory } from "./history";
import { getEntity } from "./read";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(sql`truncate blueprints, entities, entity_relations cascade`);
  for (const definition of [ENVIRONMENT, SERVICE]) await createBlueprint(ctx, definition);
});

describe("blueprints", () => {
  it("are given out as they were sent, with stamps", async () => {
    const { createdAt, createdBy, updatedAt, updatedBy, revision, ...definition } = await getBlueprint(
      ctx,
      "service",
    );
    expect(definition).toEqual(SERVICE);
    expect({ createdBy, updatedBy, revision }).toEqual({
      createdBy: ctx.actor.kind === "user" && ctx.actor.id,
      updatedBy: createdBy,
      revision: 1,
    });
    expect(createdAt).toBe(updatedAt);
    expect(createdAt).toMatch(/^\d{4}-.*Z$/);
  });

  it("are listed with how many entities they have", async () => {
    await createEntity(ctx, "environment", { identifier: "prod" });
    const list = await listBlueprints(ctx);
    expect(list.map((b) => [b.identifier, b.entityCount])).toEqual([
      ["environment", 1],
      ["service", 0],
    ]);
  });

  it("need an administrator to change, and a signed-in person to read", async () => {
    const member = contextOf(database.db, person("ada"));
    await expect(createBlueprint(member, DEPLOYMENT)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteBlueprint(member, "service")).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      getBlueprint(contextOf(database.db, { kind: "anonymous" }), "service"),
    ).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await getBlueprint(member, "service")).toMatchObject({ identifier: "service" });
  });

  it("exist once, and only with what they relate to", async () => {
    await expect(createBlueprint(ctx, SERVICE)).rejects.toMatchObject({ code: "conflict" });
    const faulty = {
      ...DEPLOYMENT,
      relations: { a: { target: "nothing", many: false, required: false } },
      mirrorProperties: { m: { path: "b.$title" } },
    };
    await expect(createBlueprint(ctx, faulty)).rejects.toMatchObject({
      code: "invalid",
      details: {
        issues: [{ path: ["relations", "a", "target"] }, { path: ["mirrorProperties", "m", "path"] }],
      },
    });
    await expect(createBlueprint(ctx, { ...DEPLOYMENT, title: "\0" })).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: ["title"] }] },
    });
    await expect(getBlueprint(ctx, "not\0there")).rejects.toMatchObject({ code: "not_found" });
  });

  it("keep each revision, and an audit row of each change", async () => {
    await updateBlueprint(ctx, "service", { title: "Services" });
    await replaceBlueprint(ctx, "service", { ...SERVICE, title: "Again" });
    await deleteBlueprint(ctx, "service");
    const revisions = await database.db
      .select()
      .from(blueprintRevisions)
      .where(eq(blueprintRevisions.identifier, "service"))
      .orderBy(blueprintRevisions.at, blueprintRevisions.revision);
    expect(revisions.slice(-4).map((r) => [r.revision, r.definition?.title ?? null])).toEqual([
      [1, "Service"],
      [2, "Services"],
      [3, "Again"],
      [4, null],
    ]);
    const rows = await database.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.resourceId, "service"))
      .orderBy(auditLog.id);
    expect(rows.slice(-4).map((row) => row.action)).toEqual(["CREATE", "UPDATE", "UPDATE", "DELETE"]);
    expect(rows.at(-3)?.diff).toMatchObject({ before: { title: "Service" }, after: { title: "Services" } });
  });

  it("refuse a second editor, and of many at once let one pass", async () => {
    await updateBlueprint(ctx, "service", { title: "First" }, { revision: 1 });
    await expect(updateBlueprint(ctx, "service", { title: "Second" }, { revision: 1 })).rejects.toMatchObject(
      { code: "conflict", details: { data: { expected: 1, current: 2 } } },
    );
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        replaceBlueprint(ctx, "service", { ...SERVICE, title: `T${i}` }, { revision: 2 }),
      ),
    );
    expect(all.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect((await getBlueprint(ctx, "service")).revision).toBe(3);
  });

  it("keep the types of their properties", async () => {
    const changed = {
      ...SERVICE,
      schema: {
        ...SERVICE.schema,
        properties: { ...SERVICE.schema.properties, replicas: { type: "string" } },
      },
    };
    await expect(replaceBlueprint(ctx, "service", changed)).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: ["schema", "properties", "replicas", "type"] }] },
    });
    await expect(updateBlueprint(ctx, "service", { identifier: "other" })).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: ["identifier"] }] },
    });
  });

  it("merge a change, and lose with a replacement what it does not have", async () => {
    await createEntity(ctx, "environment", { identifier: "prod" });
    await createEntity(ctx, "service", {
      identifier: "a",
      properties: { language: "Go", replicas: 7 },
      relations: { environment: "prod" },
    });
    await updateBlueprint(ctx, "service", { schema: { properties: { port: { type: "number" } } } });
    expect(Object.keys((await getBlueprint(ctx, "service")).schema.properties)).toContain("language");
    const { replicas: _gone, ...kept } = SERVICE.schema.properties;
    await replaceBlueprint(ctx, "service", {
      ...SERVICE,
      schema: { properties: kept },
      mirrorProperties: {},
      relations: {},
    });
    expect(await getEntity(ctx, "service", "a")).toMatchObject({
      properties: { language: "Go" },
      relations: {},
    });
    await replaceBlueprint(ctx, "service", {
      ...SERVICE,
      schema: { properties: { ...kept, replicas: { type: "string" } } },
    });
    expect((await getEntity(ctx, "service", "a")).properties).toMatchObject({ language: "Go" });
    await updateEntity(ctx, "service", "a", { properties: { replicas: "two" } });
    expect((await entityHistory(ctx, "service", "a")).map((c) => c.after?.properties)).toEqual([
      { language: "Go", replicas: "two" },
      { language: "Go" },
      { language: "Go", replicas: 7, environmentName: "prod" },
    ]);
  });

  it("stay while something depends on them", async () => {
    await createBlueprint(ctx, DEPLOYMENT);
    await expect(deleteBlueprint(ctx, "service")).rejects.toMatchObject({
      code: "conflict",
      details: { data: { error: "has_dependents" } },
      message: expect.stringContaining('"deployment"') as string,
    });
    await deleteBlueprint(ctx, "deployment");
    await createEntity(ctx, "service", { identifier: "a", properties: { language: "Go" } });
    await expect(deleteBlueprint(ctx, "service")).rejects.toMatchObject({
      code: "conflict",
      details: { data: { error: "has_dependents" } },
      message: expect.stringContaining("1 entity") as string,
    });
    const mirrored = { ...DEPLOYMENT, mirrorProperties: { env: { path: "service.environment.$title" } } };
    await createBlueprint(ctx, mirrored);
    await expect(
      replaceBlueprint(ctx, "service", { ...SERVICE, mirrorProperties: {}, relations: {} }),
    ).rejects.toMatchObject({ details: { data: { error: "has_dependents" } } });
    await expect(deleteBlueprint(ctx, "nothing")).rejects.toMatchObject({ code: "not_found" });
  });
});

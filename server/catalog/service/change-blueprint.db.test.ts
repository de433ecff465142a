import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { contextOf, DEPLOYMENT, ENVIRONMENT, SERVICE } from "../testing";
import { listRevisions, restoreBlueprint, setHidden } from "./blueprint-revisions";
import {
  createBlueprint,
  getBlueprint,
  listBlueprints,
  replaceBlueprint,
  updateBlueprint,
} from "./blueprints";
import { createEntity, updateEntity } from "./entities";
import { previewBlueprint } from "./preview-blueprint";
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
  await database.db.execute(
    sql`truncate blueprints, blueprint_revisions, entities, entity_relations, entity_revisions cascade`,
  );
  for (const definition of [ENVIRONMENT, SERVICE, DEPLOYMENT]) await createBlueprint(ctx, definition);
  await createEntity(ctx, "environment", { identifier: "prod" });
  await createEntity(ctx, "service", {
    identifier: "a",
    properties: { language: "Go", replicas: 3, tags: ["x"] },
    relations: { environment: "prod" },
  });
  await createEntity(ctx, "service", { identifier: "b", properties: { language: "Rust" } });
});

const without = (key: string) => {
  const { [key]: _gone, ...properties } = SERVICE.schema.properties as Record<string, unknown>;
  return { ...SERVICE, schema: { ...SERVICE.schema, properties } };
};

describe("the report of a change", () => {
  it("counts what happens to entities, with examples, and changes nothing", async () => {
    const { environment: _gone, ...relations } = SERVICE.relations;
    const report = await previewBlueprint(ctx, "service", {
      ...without("tags"),
      relations,
      schema: {
        properties: {
          language: { type: "string", enum: ["Go"] },
          replicas: { type: "string" },
          repository: { type: "string", format: "url" },
        },
        required: ["language", "repository"],
      },
    });
    expect(report).toMatchObject({ total: 2, valid: 0, converting: 2, failing: 2, losing: 1 });
    expect(report.examples.map((e) => [e.identifier, e.outcome, e.path.join(".")])).toEqual(
      expect.arrayContaining([
        ["a", "loses", "properties.tags"],
        ["a", "loses", "relations.environment"],
        ["a", "converts", "properties.replicas"],
        ["b", "fails", "properties.language"],
        ["b", "fails", "properties.repository"],
      ]),
    );
    expect(report.issues.map((issue) => issue.path.join("."))).toEqual([
      "schema.properties.replicas.type",
      "mirrorProperties.environmentName.path",
    ]);
    expect(report.dependents).toEqual([
      {
        kind: "mirror",
        identifier: "service.environmentName",
        message: 'The mirror "environmentName" of "service" uses the relation "environment".',
      },
    ]);
    expect(await getBlueprint(ctx, "service")).toMatchObject({ revision: 1 });
  });

  it("reads no entity where none can be concerned, and names faults of the definition", async () => {
    expect(await previewBlueprint(ctx, "service", { ...SERVICE, title: "Services" })).toEqual({
      changes: [{ path: ["title"], kind: "changed", before: "Service", after: "Services" }],
      total: 2,
      valid: 2,
      converting: 0,
      failing: 0,
      losing: 0,
      examples: [],
      dependents: [],
      issues: [],
    });
    expect((await previewBlueprint(ctx, "service", { ...SERVICE, title: "" })).issues).toMatchObject([
      { path: ["title"] },
    ]);
    await expect(previewBlueprint(ctx, "nothing", SERVICE)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a change", () => {
  it("keeps removed values in the history, and a restore brings them back", async () => {
    await updateEntity(ctx, "service", "b", { properties: { tags: ["y"] } });
    await replaceBlueprint(ctx, "service", without("tags"));
    expect((await getEntity(ctx, "service", "a")).properties).not.toHaveProperty("tags");
    const [now, then] = await entityHistory(ctx, "service", "a");
    expect([now!.revision, now!.after!.properties, now!.before!.properties]).toMatchObject([
      2,
      { language: "Go", replicas: 3 },
      { tags: ["x"] },
    ]);
    expect(now!.after!.properties).not.toHaveProperty("tags");
    expect(then!.revision).toBe(1);
    expect(then!.after).toMatchObject({ relations: { environment: "prod", dependsOn: [] } });

    await restoreBlueprint(ctx, "service", 1, { revision: 2 });
    expect((await getEntity(ctx, "service", "a")).properties.tags).toEqual(["x"]);
    expect((await getEntity(ctx, "service", "b")).properties.tags).toEqual(["y"]);
    expect((await listRevisions(ctx, "service")).map((r) => [r.revision, r.byName])).toHaveLength(3);
    expect(await getBlueprint(ctx, "service")).toMatchObject({ ...SERVICE, revision: 3 });
  });

  it("does not bring back what somebody had taken away before", async () => {
    await updateEntity(ctx, "service", "a", { properties: { tags: null } });
    await replaceBlueprint(ctx, "service", without("tags"));
    await restoreBlueprint(ctx, "service", 1);
    expect((await getEntity(ctx, "service", "a")).properties.tags ?? null).toBeNull();
  });

  it("of a type is refused, and with convert carries values over", async () => {
    const after = {
      ...SERVICE,
      schema: {
        ...SERVICE.schema,
        properties: { ...SERVICE.schema.properties, replicas: { type: "string" }, tags: { type: "string" } },
      },
    };
    await updateEntity(ctx, "service", "b", { properties: { tags: ["y", "z"] } });
    await expect(replaceBlueprint(ctx, "service", after)).rejects.toMatchObject({ code: "invalid" });
    await replaceBlueprint(ctx, "service", after, { convert: true });
    expect((await getEntity(ctx, "service", "a")).properties).toMatchObject({ replicas: "3", tags: "x" });
    const b = await getEntity(ctx, "service", "b");
    expect(b.properties).toMatchObject({ replicas: "2" });
    expect(b.properties).not.toHaveProperty("tags");
    expect((await entityHistory(ctx, "service", "b"))[0]!.before).toMatchObject({
      properties: { tags: ["y", "z"] },
    });
  });

  it("on top of another is refused with the difference", async () => {
    await updateBlueprint(ctx, "service", { title: "Theirs" });
    await expect(
      replaceBlueprint(ctx, "service", { ...SERVICE, title: "Yours" }, { revision: 1 }),
    ).rejects.toMatchObject({
      code: "conflict",
      details: {
        data: {
          expected: 1,
          current: 2,
          difference: [{ path: ["title"], before: "Service", theirs: "Theirs", yours: "Yours" }],
        },
      },
    });
  });

  it("that is refused is in the audit log, with the reason", async () => {
    await expect(updateBlueprint(ctx, "service", { title: "" })).rejects.toMatchObject({ code: "invalid" });
    const rows = await database.db
      .select()
      .from(auditLog)
      .where(sql`status = 'FAILURE'`);
    expect(rows.at(-1)).toMatchObject({ action: "UPDATE", resourceType: "blueprint", resourceId: "service" });
    expect(rows.at(-1)?.message).toContain("title");
  });

  it("loses no update when many change it at once", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, async (_, i) => {
        const { revision } = await getBlueprint(ctx, "environment");
        await updateBlueprint(
          ctx,
          "environment",
          { schema: { properties: { [`p${i}`]: { type: "string" } } } },
          { revision },
        );
      }),
    );
    const done = results.filter((r) => r.status === "fulfilled").length;
    const { schema, revision } = await getBlueprint(ctx, "environment");
    expect(Object.keys(schema.properties)).toHaveLength(done);
    expect(revision).toBe(1 + done);
  });
});

it("hidden blueprints are left out of lists unless asked for", async () => {
  await setHidden(ctx, "environment", true);
  expect((await listBlueprints(ctx)).map((b) => b.identifier)).toEqual(["deployment", "service"]);
  expect((await listBlueprints(ctx, { hidden: true })).filter((b) => b.hidden)).toHaveLength(1);
});

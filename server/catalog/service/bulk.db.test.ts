import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { verifyChain } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "../testing";
import { createBlueprint } from "./blueprints";
import { createEntities, updateEntities, type BulkResult } from "./bulk";
import { deleteEntities } from "./delete-entity";
import { createEntity } from "./entities";
import { entityHistory } from "./history";
import { countEntities, getEntity } from "./read";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(
    sql`truncate blueprints, entities, entity_relations, entity_revisions, outbox cascade`,
  );
  for (const definition of [ENVIRONMENT, SERVICE, DEPLOYMENT]) await createBlueprint(ctx, definition);
});

const service = (identifier: string, over: object = {}) => ({
  identifier,
  properties: { language: "Go" },
  ...over,
});
const written = ({ entities }: BulkResult) =>
  entities.map(({ index, identifier, created }) => [index, identifier, created]);
const refused = ({ errors }: BulkResult) =>
  errors.map(({ index, identifier, error }) => [index, identifier, error.code]);
const rows = async (table: string) =>
  Number(
    (await database.db.execute<{ n: string }>(sql`select count(*) as n from ${sql.identifier(table)}`))[0]?.n,
  );

describe("many entities in one call", () => {
  it("are created with revisions, events, audit rows and relations among themselves, in any order", async () => {
    const audited = await rows("audit_log");
    const result = await createEntities(ctx, "service", [
      service("a", { relations: { dependsOn: ["b", "c"] } }),
      service("b", { relations: { dependsOn: ["a"] } }),
      service("c"),
      { properties: { language: "Rust" } },
    ]);
    expect(refused(result)).toEqual([]);
    expect(written(result).slice(0, 3)).toEqual([
      [0, "a", true],
      [1, "b", true],
      [2, "c", true],
    ]);
    expect(result.entities[3]?.identifier).toMatch(/^e_/);
    expect((await getEntity(ctx, "service", "a")).relations.dependsOn).toEqual(["b", "c"]);
    expect((await getEntity(ctx, "service", "b")).relations.dependsOn).toEqual(["a"]);
    // An event for each, and one for all of them together.
    expect([
      await rows("entity_revisions"),
      await rows("outbox"),
      (await rows("audit_log")) - audited,
    ]).toEqual([4, 5, 4]);
    expect((await verifyChain(ctx)).brokenAt).toBeNull();
  });

  it("are written as far as they are right, and each fault is said", async () => {
    await createEntity(ctx, "service", service("old"));
    const result = await createEntities(ctx, "service", [
      service("a"),
      service("b c"),
      service("old"),
      service("d", { properties: { language: "PHP" } }),
      service("a"),
      "nothing",
      service("e", { relations: { dependsOn: ["x"] } }),
      service("f", { relations: { dependsOn: ["e"] } }),
      service("g", { relations: { dependsOn: ["a", "old"] } }),
      service("h", { properties: { language: "Go", environmentName: "x" } }),
    ]);
    expect(written(result)).toEqual([
      [0, "a", true],
      [8, "g", true],
    ]);
    expect(refused(result)).toEqual([
      [1, "b c", "invalid"],
      [2, "old", "conflict"],
      [3, "d", "invalid"],
      [4, "a", "conflict"],
      [5, "", "invalid"],
      [6, "e", "not_found"],
      [7, "f", "not_found"],
      [9, "h", "invalid"],
    ]);
    expect(result.errors.at(-1)?.error.details.issues).toMatchObject([
      { path: ["properties", "environmentName"] },
    ]);
    expect(await countEntities(ctx, "service")).toBe(3);
  });

  it("are replaced or merged on upsert, and made as targets when asked", async () => {
    await createEntity(
      ctx,
      "service",
      service("a", { title: "A", properties: { language: "Go", tags: ["x"] } }),
    );
    const merged = await createEntities(
      ctx,
      "service",
      [
        { identifier: "a", properties: { replicas: 5 } },
        service("b", { relations: { environment: "new", dependsOn: ["a", "c"] } }),
      ],
      { upsert: true, merge: true, createMissingRelatedEntities: true, runId: "r_1" },
    );
    expect([written(merged), refused(merged)]).toEqual([
      [
        [0, "a", false],
        [1, "b", true],
      ],
      [],
    ]);
    expect(await getEntity(ctx, "service", "a")).toMatchObject({
      title: "A",
      properties: { language: "Go", tags: ["x"], replicas: 5 },
      revision: 2,
      runId: "r_1",
    });
    expect(await getEntity(ctx, "service", "b")).toMatchObject({
      relations: { environment: "new", dependsOn: ["a", "c"] },
      properties: { environmentName: "new" },
    });
    expect(await getEntity(ctx, "service", "c")).toMatchObject({ properties: {} });
    await createEntities(ctx, "service", [service("a")], { upsert: true });
    expect(await getEntity(ctx, "service", "a")).toMatchObject({
      title: null,
      properties: { language: "Go", replicas: 2 },
    });
  });

  it("are only looked at when asked to validate", async () => {
    const result = await createEntities(ctx, "service", [service("a"), service("b c")], {
      validationOnly: true,
    });
    expect([written(result), refused(result)]).toEqual([[[0, "a", true]], [[1, "b c", "invalid"]]]);
    expect([await countEntities(ctx, "service"), await rows("outbox")]).toEqual([0, 0]);
  });

  it("are all written, whoever writes the same at the same time and in whatever order", async () => {
    const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        createEntities(
          ctx,
          "service",
          (i % 2 ? names.toReversed() : names).map((name, n) =>
            service(name, { title: `${i}`, relations: { dependsOn: [names[(n * 7) % 20]!] } }),
          ),
          { upsert: true },
        ),
      ),
    );
    expect(results.flatMap(refused)).toEqual([]);
    expect(results.flatMap((result) => result.entities.filter((e) => e.created))).toHaveLength(20);
    expect(await countEntities(ctx, "service")).toBe(20);
    expect((await getEntity(ctx, "service", "s0")).revision).toBe(8);
    expect(await entityHistory(ctx, "service", "s0")).toHaveLength(8);
    expect((await verifyChain(ctx)).brokenAt).toBeNull();
  });

  it("are at most 20, and at least one", async () => {
    const many = Array.from({ length: 21 }, (_, i) => service(`s${i}`));
    for (const entities of [many, []])
      await expect(createEntities(ctx, "service", entities)).rejects.toMatchObject({
        code: "invalid",
        details: { issues: [{ path: ["entities"] }] },
      });
    await expect(createEntities(ctx, "nothing", [service("a")])).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the same change to many", () => {
  it("is made to those that allow it", async () => {
    const bob = contextOf(database.db, person("bob", ["logistics"]));
    await createEntities(ctx, "service", [service("a"), service("b", { team: "payments" }), service("c")]);
    const result = await updateEntities(bob, "service", ["a", "b", "c", "a", "x"], {
      properties: { replicas: 9 },
    });
    expect([written(result), refused(result)]).toEqual([
      [
        [0, "a", false],
        [2, "c", false],
      ],
      [
        [1, "b", "forbidden"],
        [3, "x", "not_found"],
      ],
    ]);
    expect((await getEntity(ctx, "service", "c")).properties.replicas).toBe(9);
    await expect(updateEntities(ctx, "service", ["a"], { identifier: "z" })).rejects.toMatchObject({
      details: { issues: [{ path: ["patch", "identifier"] }] },
    });
  });
});

describe("deleting many", () => {
  it("deletes all or none", async () => {
    await createEntities(ctx, "service", [service("a"), service("b"), service("c")]);
    await createEntity(ctx, "deployment", { identifier: "d", relations: { service: "b" } });
    await expect(deleteEntities(ctx, "service", ["a", "nothing"])).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(deleteEntities(ctx, "service", ["a", "b"])).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining('"b"') as string,
    });
    expect(await countEntities(ctx, "service")).toBe(3);
    expect(await deleteEntities(ctx, "service", ["a", "b", "a"], { deleteDependents: true })).toEqual({
      deleted: 3,
    });
    expect([await countEntities(ctx, "service"), await countEntities(ctx, "deployment")]).toEqual([1, 0]);
  });
});

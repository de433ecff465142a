import { ne, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { outbox } from "@/db/schema/kernel";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { verifyChain } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "../testing";
import { createBlueprint, replaceBlueprint } from "./blueprints";
import { deleteEntity } from "./delete-entity";
import { createEntity, replaceEntity, updateEntity } from "./entities";
import { entityHistory } from "./history";
import { searchEntities } from "./global-search";
import { countEntities, getEntity, listEntities } from "./read";

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

const service = (identifier: string, over: object = {}) =>
  createEntity(ctx, "service", { identifier, properties: { language: "Go" }, ...over });
const events = async () =>
  (await database.db.select().from(outbox).where(ne(outbox.type, "entities.changed")).orderBy(outbox.id)).map(
    (e) => [e.type, (e.payload as { identifier: string }).identifier],
  );

describe("creating", () => {
  it("stores defaults, teams and relations, and leaves an event", async () => {
    await createEntity(ctx, "environment", { identifier: "prod", title: "Production" });
    const made = await service("orders", {
      title: "Orders",
      icon: "Box",
      team: "payments",
      relations: { environment: "prod" },
    });
    expect(made).toMatchObject({
      identifier: "orders",
      title: "Orders",
      icon: "Box",
      blueprint: "service",
      team: ["payments"],
      properties: { language: "Go", replicas: 2 },
      relations: { environment: "prod", dependsOn: [] },
      revision: 1,
    });
    expect(await getEntity(ctx, "service", "orders")).toEqual(made);
    expect(await events()).toEqual([
      ["entity.created", "prod"],
      ["entity.created", "orders"],
    ]);
  });

  it("gives an identifier to what has none", async () => {
    const made = await createEntity(ctx, "environment", { title: "Nameless" });
    expect(made.identifier).toMatch(/^e_[0-9A-Za-z]{16}$/);
    expect(await countEntities(ctx, "environment")).toBe(1);
  });

  it("refuses with the path of each fault, and writes nothing", async () => {
    await expect(
      createEntity(ctx, "service", { identifier: "a", properties: { replicas: 0, nmae: 1 } }),
    ).rejects.toMatchObject({
      code: "invalid",
      details: {
        issues: [
          { path: ["properties", "language"] },
          { path: ["properties", "replicas"] },
          { path: ["properties", "nmae"] },
        ],
      },
    });
    await expect(createEntity(ctx, "nothing", {})).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("Blueprint") as string,
    });
    await expect(
      service("a", { relations: { environment: "prod", dependsOn: ["x"] } }),
    ).rejects.toMatchObject({
      code: "not_found",
      details: { issues: [{ path: ["relations", "environment"] }, { path: ["relations", "dependsOn", 0] }] },
    });
    await expect(createEntity(ctx, "deployment", { identifier: "d" })).rejects.toMatchObject({
      details: { issues: [{ path: ["relations", "service"] }] },
    });
    for (const blueprint of ["service", "deployment"]) expect(await countEntities(ctx, blueprint)).toBe(0);
    expect(await events()).toEqual([]);
  });

  it("refuses what exists, replaces it on upsert, and merges on upsert with merge", async () => {
    await service("a", { title: "A", properties: { language: "Go", tags: ["x"] } });
    await expect(service("a")).rejects.toMatchObject({ code: "conflict" });
    const merged = await createEntity(
      ctx,
      "service",
      { identifier: "a", properties: { replicas: 5 } },
      { upsert: true, merge: true },
    );
    expect(merged).toMatchObject({
      title: "A",
      properties: { language: "Go", tags: ["x"], replicas: 5 },
      revision: 2,
    });
    const replaced = await createEntity(
      ctx,
      "service",
      { identifier: "a", properties: { language: "Rust" } },
      { upsert: true },
    );
    expect(replaced).toMatchObject({
      title: null,
      properties: { language: "Rust", replicas: 2 },
      revision: 3,
    });
    expect(replaced.createdAt).toBe(merged.createdAt);
  });

  it("only looks when asked to validate", async () => {
    expect(
      await createEntity(
        ctx,
        "service",
        { identifier: "a", properties: { language: "Go" } },
        { validationOnly: true },
      ),
    ).toMatchObject({ identifier: "a" });
    await expect(
      createEntity(ctx, "service", { identifier: "a" }, { validationOnly: true }),
    ).rejects.toMatchObject({ code: "invalid" });
    expect(await countEntities(ctx, "service")).toBe(0);
    expect(await events()).toEqual([]);
  });

  it("makes missing targets when asked, with nothing but an identifier", async () => {
    await createEntity(
      ctx,
      "deployment",
      { identifier: "d", relations: { service: "orders" } },
      { createMissingRelatedEntities: true, runId: "r_1" },
    );
    expect(await getEntity(ctx, "service", "orders")).toMatchObject({
      title: null,
      properties: {},
      blueprint: "service",
      runId: "r_1",
    });
    expect(await events()).toEqual([
      ["entity.created", "orders"],
      ["entity.created", "d"],
    ]);
  });

  it("may relate to itself", async () => {
    expect((await service("a", { relations: { dependsOn: ["a"] } })).relations.dependsOn).toEqual(["a"]);
    expect((await updateEntity(ctx, "service", "a", { identifier: "b" })).relations.dependsOn).toEqual(["b"]);
  });

  it("joins the transaction of a caller", async () => {
    await expect(
      transaction(ctx, async (tx) => {
        await createEntity(tx, "environment", { identifier: "prod" });
        throw new Error("after all not");
      }),
    ).rejects.toThrow("after all not");
    expect(await countEntities(ctx, "environment")).toBe(0);
  });
});

describe("changing", () => {
  it("keeps what a change does not name, and loses what a replacement does not", async () => {
    await service("a", { title: "A", team: ["payments"], properties: { language: "Go", tags: ["x"] } });
    expect(await updateEntity(ctx, "service", "a", { properties: { tags: null } })).toMatchObject({
      title: "A",
      team: ["payments"],
      properties: { language: "Go", replicas: 2, tags: null },
    });
    expect(await replaceEntity(ctx, "service", "a", { properties: { language: "Rust" } })).toMatchObject({
      title: null,
      team: [],
      properties: { language: "Rust", replicas: 2 },
    });
    await expect(updateEntity(ctx, "service", "a", { proprties: {} })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(updateEntity(ctx, "service", "b", {})).rejects.toMatchObject({ code: "not_found" });
    await expect(replaceEntity(ctx, "service", "b", {})).rejects.toMatchObject({ code: "not_found" });
  });

  it("renames, and relations follow", async () => {
    await service("a");
    await service("b", { relations: { dependsOn: ["a"] } });
    await updateEntity(ctx, "service", "a", { identifier: "c/1" });
    expect((await getEntity(ctx, "service", "b")).relations.dependsOn).toEqual(["c/1"]);
    await expect(getEntity(ctx, "service", "a")).rejects.toMatchObject({ code: "not_found" });
    await expect(updateEntity(ctx, "service", "b", { identifier: "c/1" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await entityHistory(ctx, "service", "c/1")).map((c) => [c.change, c.after?.identifier])).toEqual([
      ["updated", "c/1"],
      ["created", "a"],
    ]);
  });

  it("refuses a second editor, and loses no update among many", async () => {
    await service("a");
    await updateEntity(ctx, "service", "a", { title: "1" }, { revision: 1 });
    await expect(updateEntity(ctx, "service", "a", { title: "2" }, { revision: 1 })).rejects.toMatchObject({
      code: "conflict",
      details: { data: { expected: 1, current: 2 } },
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        updateEntity(ctx, "service", "a", i % 2 ? { title: `${i}` } : { properties: { replicas: i + 1 } }),
      ),
    );
    expect((await getEntity(ctx, "service", "a")).revision).toBe(22);
    expect(await entityHistory(ctx, "service", "a")).toHaveLength(22);
  });

  it("creates one of many at once", async () => {
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => service("a")));
    expect(all.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(
      all
        .filter((r) => r.status === "rejected")
        .every((r) => (r.reason as { code: string }).code === "conflict"),
    ).toBe(true);
    const upserts = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        createEntity(ctx, "environment", { identifier: "e", title: `${i}` }, { upsert: true }),
      ),
    );
    expect(upserts.map((r) => r.status)).toEqual(Array(10).fill("fulfilled"));
  });

  it("checks every write against one version of the blueprint", async () => {
    await service("a", { properties: { language: "Go", replicas: 1 } });
    const stricter = {
      ...SERVICE,
      schema: {
        ...SERVICE.schema,
        properties: { ...SERVICE.schema.properties, replicas: { type: "number", minimum: 50, default: 50 } },
      },
    };
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 10 }, (_, i) =>
        updateEntity(ctx, "service", "a", { properties: { replicas: i + 1 } }),
      ),
      replaceBlueprint(ctx, "service", stricter),
      ...Array.from({ length: 10 }, (_, i) =>
        updateEntity(ctx, "service", "a", { properties: { replicas: i + 1 } }),
      ),
    ]);
    expect(outcomes[10]?.status).toBe("fulfilled");
    expect(
      outcomes
        .filter((o) => o.status === "rejected")
        .every((o) => (o.reason as { code: string }).code === "invalid"),
    ).toBe(true);
    await expect(updateEntity(ctx, "service", "a", { properties: { replicas: 1 } })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("deleting", () => {
  it("takes relations along, and leaves the history", async () => {
    await service("a");
    await service("b", { relations: { dependsOn: ["a"] } });
    expect(await deleteEntity(ctx, "service", "a")).toEqual({ deleted: 1 });
    expect((await getEntity(ctx, "service", "b")).relations.dependsOn).toEqual([]);
    expect((await entityHistory(ctx, "service", "a")).map((c) => c.change)).toEqual(["deleted", "created"]);
    await expect(deleteEntity(ctx, "service", "a")).rejects.toMatchObject({ code: "not_found" });
    await service("a");
    expect((await entityHistory(ctx, "service", "a")).map((c) => c.change)).toEqual(["created"]);
  });

  it("refuses while a required relation points here, or takes dependents along on three levels", async () => {
    await service("a");
    await service("b", { relations: { dependsOn: ["a"] } });
    await createEntity(ctx, "deployment", { identifier: "d", relations: { service: "b" } });
    await expect(deleteEntity(ctx, "service", "b")).rejects.toMatchObject({
      code: "conflict",
      details: { data: { error: "has_dependents" } },
      message: expect.stringContaining('"d"') as string,
    });
    expect(await deleteEntity(ctx, "service", "a", { deleteDependents: true })).toEqual({ deleted: 3 });
    expect((await events()).slice(-3).map((e) => e[0])).toEqual(Array(3).fill("entity.deleted"));
    for (const blueprint of ["service", "deployment"]) expect(await countEntities(ctx, blueprint)).toBe(0);
  });

  it("ends with cycles", async () => {
    await service("a");
    await service("b", { relations: { dependsOn: ["a"] } });
    await updateEntity(ctx, "service", "a", { relations: { dependsOn: ["b"] } });
    expect(await deleteEntity(ctx, "service", "a", { deleteDependents: true })).toEqual({ deleted: 2 });
  });

  it("never leaves a relation to what is gone, whoever is first", async () => {
    for (let i = 0; i < 5; i++) {
      await service(`t${i}`);
      const [related] = await Promise.allSettled([
        service(`f${i}`, { relations: { dependsOn: [`t${i}`] } }),
        deleteEntity(ctx, "service", `t${i}`),
      ]);
      if (related.status === "rejected") expect(related.reason).toMatchObject({ code: "not_found" });
    }
    const [dangling] = await database.db.execute(
      sql`select count(*)::int as n from entity_relations r left join entities e on e.id = r.to_id where e.id is null`,
    );
    expect(dangling).toEqual({ n: 0 });
  });
});

describe("permission", () => {
  const ada = () => contextOf(database.db, person("ada", ["payments"]));
  const bob = () => contextOf(database.db, person("bob", ["logistics"]));
  const body = { identifier: "a", team: ["payments"], properties: { language: "Go" } };

  it("lets everybody read, members of the team and administrators write", async () => {
    await createEntity(ada(), "service", body);
    expect(await getEntity(bob(), "service", "a")).toMatchObject({ team: ["payments"] });
    const foreign = {
      code: "forbidden",
      message: expect.stringMatching(/"payments".*administrator/) as string,
    };
    await expect(updateEntity(bob(), "service", "a", { title: "B" })).rejects.toMatchObject(foreign);
    await expect(
      replaceEntity(bob(), "service", "a", { ...body, team: ["logistics"] }),
    ).rejects.toMatchObject(foreign);
    await expect(createEntity(bob(), "service", body, { upsert: true })).rejects.toMatchObject(foreign);
    await expect(deleteEntity(bob(), "service", "a")).rejects.toMatchObject(foreign);
    await updateEntity(ada(), "service", "a", { title: "A" });
    await updateEntity(ctx, "service", "a", { title: "Admin" });
    await updateEntity({ ...bob(), actor: { kind: "system", name: "runs" } }, "service", "a", {
      title: "Run",
    });
    await expect(
      updateEntity(contextOf(database.db, { kind: "anonymous" }), "service", "a", {}),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("gives nobody's things to a team of others, neither at once nor in two steps", async () => {
    await expect(createEntity(bob(), "service", body)).rejects.toMatchObject({ code: "forbidden" });
    await createEntity(bob(), "service", { ...body, team: [] });
    await expect(updateEntity(bob(), "service", "a", { team: "payments" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      createEntity(
        contextOf(database.db, { kind: "client", id: "c", name: "CI", role: "member", ownerId: null }),
        "service",
        { ...body, identifier: "c" },
      ),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("does not reach further by deleting dependents", async () => {
    await createEntity(bob(), "service", { ...body, team: ["logistics"] });
    await createEntity(ada(), "service", { ...body, identifier: "b", relations: { dependsOn: ["a"] } });
    await expect(deleteEntity(bob(), "service", "a", { deleteDependents: true })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await countEntities(ctx, "service")).toBe(2);
  });
});

describe("reading", () => {
  beforeEach(async () => {
    await createEntity(ctx, "environment", { identifier: "prod", title: "Production" });
    await service("orders", {
      title: "Orders",
      properties: { language: "Go", replicas: 10 },
      relations: { environment: "prod" },
    });
    await service("billing", {
      title: "billing 100%",
      properties: { language: "Rust", replicas: 9 },
      relations: { environment: "prod", dependsOn: ["orders"] },
    });
    await service("zeta", { properties: { language: "Go", replicas: null } });
  });
  const ids = async (query: Parameters<typeof listEntities>[2]) =>
    (await listEntities(ctx, "service", query)).entities.map((e) => e.identifier);

  it("pages, sorts and filters", async () => {
    expect(await listEntities(ctx, "service")).toMatchObject({
      total: 3,
      page: 1,
      limit: 50,
      entities: [{ relations: { dependsOn: ["orders"], environment: "prod" } }, {}, {}],
    });
    expect(await ids({})).toEqual(["billing", "orders", "zeta"]);
    expect(await ids({ sort: { by: "replicas", direction: "asc" } })).toEqual(["billing", "orders", "zeta"]);
    expect(await ids({ sort: { by: "replicas", direction: "desc" } })).toEqual(["orders", "billing", "zeta"]);
    expect(await ids({ sort: { by: "language", direction: "desc" }, limit: 1 })).toEqual(["billing"]);
    expect(await ids({ limit: 2, page: 2 })).toEqual(["zeta"]);
    expect(await ids({ text: "ORD" })).toEqual(["orders"]);
    expect(await ids({ text: "%" })).toEqual(["billing"]);
    expect(await ids({ text: "_" })).toEqual([]);
    for (const by of [
      "$identifier",
      "$team",
      "$createdAt",
      "$updatedAt",
      "$icon",
      "$createdBy",
      "$updatedBy",
    ])
      expect(await ids({ sort: { by, direction: "asc" } })).toHaveLength(3);
    await expect(ids({ sort: { by: "secret", direction: "asc" } })).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: ["sort", "by"] }] },
    });
    await expect(ids({ text: "\0" })).rejects.toMatchObject({ code: "invalid" });
  });

  it("finds over all blueprints, the most alike first", async () => {
    expect((await searchEntities(ctx, "prod")).map((h) => [h.blueprintTitle, h.identifier])[0]).toEqual([
      "Environment",
      "prod",
    ]);
    expect((await searchEntities(ctx, "ORDER")).map((h) => [h.identifier, h.icon])).toEqual([
      ["orders", "Service"],
    ]);
    expect(await searchEntities(ctx, "  ")).toEqual([]);
    expect(await searchEntities(ctx, "a\0b")).toEqual([]);
    expect(await searchEntities(ctx, "i", 1)).toHaveLength(1);
  });

  it("tells the history with before and after", async () => {
    await updateEntity(
      { ...ctx, actor: { kind: "system", name: "Ada" } },
      "service",
      "zeta",
      { title: "Z" },
      { runId: "r_7" },
    );
    const [last, first] = await entityHistory(ctx, "service", "zeta");
    expect(last).toMatchObject({
      revision: 2,
      change: "updated",
      byName: "Ada",
      runId: "r_7",
      before: { title: null },
      after: { title: "Z" },
    });
    expect(first).toMatchObject({ revision: 1, change: "created", before: null });
    await expect(entityHistory(ctx, "service", "never")).rejects.toMatchObject({ code: "not_found" });
  });
});

it("left an audit chain that holds", async () => {
  expect((await verifyChain(ctx)).brokenAt).toBeNull();
});

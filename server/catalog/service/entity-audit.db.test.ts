import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor } from "@/server/kernel/context";
import { ADMIN, contextOf, person } from "../testing";
import { createBlueprint } from "./blueprints";
import { deleteEntity } from "./delete-entity";
import { createEntity, updateEntity } from "./entities";
import { auditLog, entityAudit } from "./entity-audit";
import { updatePermissions } from "./permissions";

const blueprint = (identifier: string, relations = {}) => ({
  identifier,
  title: identifier,
  schema: { properties: { note: { type: "string" } } },
  ownership: { type: "Direct" },
  relations,
});

let database: TestDatabase;
const as = (actor: Actor) => contextOf(database.db, actor);
const bob = person("bob", ["blue"]);

beforeAll(async () => {
  database = await createTestDatabase();
  const admin = as(ADMIN);
  await createBlueprint(admin, blueprint("vault"));
  await createBlueprint(
    admin,
    blueprint("app", { vaults: { title: "Vaults", target: "vault", required: false, many: true } }),
  );
  await createEntity(admin, "vault", { identifier: "red", team: "red" });
  await createEntity(admin, "vault", { identifier: "blue", team: "blue" });
  await updatePermissions(admin, "vault", { entities: { read: { roles: ["Admin"], ownedByTeam: true } } });
  await createEntity(admin, "app", { identifier: "web", relations: { vaults: ["red", "blue"] } });
  await updateEntity(admin, "app", "web", { properties: { note: "two" } });
  await expect(updateEntity(admin, "app", "web", { properties: { note: 3 } })).rejects.toThrow();
  // Two had the identifier, one after the other.
  await createEntity(admin, "vault", { identifier: "again", team: "red", properties: { note: "red" } });
  await deleteEntity(admin, "vault", "again");
  await createEntity(admin, "vault", { identifier: "again", team: "blue", properties: { note: "blue" } });
});
afterAll(() => database.close());

const actions = (page: Awaited<ReturnType<typeof entityAudit>>) =>
  page.rows.map(({ action, status }) => `${action} ${status}`);

it("tells who may read an entity what was done to it, without what they may not read", async () => {
  const page = await entityAudit(as(bob), "app", "web", {});
  expect(actions(page)).toEqual(["UPDATE SUCCESS", "CREATE SUCCESS"]);
  expect(page.rows[0]?.diff).toMatchObject({
    before: { relations: { vaults: ["blue"] } },
    after: { relations: { vaults: ["blue"] }, properties: { note: "two" } },
  });
  expect(actions(await entityAudit(as(ADMIN), "app", "web", {}))).toEqual([
    "UPDATE FAILURE",
    "UPDATE SUCCESS",
    "CREATE SUCCESS",
  ]);
});

it("comes in pages, and as the filter says", async () => {
  const first = await entityAudit(as(bob), "app", "web", { limit: 1 });
  expect(first.nextCursor).not.toBeNull();
  const second = await entityAudit(as(bob), "app", "web", { limit: 1, cursor: first.nextCursor ?? 1 });
  expect([actions(second), second.nextCursor]).toEqual([["CREATE SUCCESS"], null]);
  expect(actions(await entityAudit(as(bob), "app", "web", { actions: ["CREATE"] }))).toHaveLength(1);
  expect(actions(await entityAudit(as(bob), "app", "web", { status: "FAILURE" }))).toEqual([]);
});

it("says nothing of another that had the identifier before", async () => {
  const { rows } = await entityAudit(as(bob), "vault", "again", {});
  expect(rows.map(({ diff }) => diff)).toMatchObject([{ after: { properties: { note: "blue" } } }]);
  expect(rows).toHaveLength(1);
});

it("knows nothing of an entity that one may not read, and everything else is for administrators", async () => {
  await expect(entityAudit(as(bob), "vault", "red", {})).rejects.toMatchObject({ code: "not_found" });
  const ofEntity = { resourceTypes: ["entity"], resourceId: "web" };
  await expect(auditLog(as(bob), ofEntity)).rejects.toMatchObject({ code: "forbidden" });
  expect((await auditLog(as(bob), { ...ofEntity, blueprint: "app" })).rows).toHaveLength(2);
  await expect(
    auditLog(as(bob), { resourceTypes: ["blueprint"], resourceId: "app", blueprint: "app" }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

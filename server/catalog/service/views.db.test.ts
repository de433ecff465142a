import { desc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor } from "@/server/kernel/context";
import { ADMIN, contextOf, ENVIRONMENT, person, SERVICE } from "../testing";
import { createBlueprint, deleteBlueprint } from "./blueprints";
import { forgetModel } from "./model";
import { deleteView, listViews, saveView } from "./views";

let database: TestDatabase;
const as = (actor: Actor) => contextOf(database.db, actor);
const ada = person("ada");
const bob = person("bob");
const STATE = {
  text: "pay",
  query: { combinator: "and", rules: [{ property: "language", operator: "in", value: ["Go"] }] },
  sort: [{ by: "$updatedAt", direction: "desc" }],
  columns: ["$title", "language"],
  group: "language",
};
const view = (title: string, shared = false) => ({ blueprint: "service", title, shared, state: STATE });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(sql`truncate blueprints, saved_views cascade`);
  for (const definition of [ENVIRONMENT, SERVICE]) await createBlueprint(as(ADMIN), definition);
});

it("keeps what was saved, for its owner alone or for everybody", async () => {
  const mine = await saveView(as(ada), view("Mine"));
  const ours = await saveView(as(ada), view("Ours", true));
  expect(mine).toMatchObject({ title: "Mine", shared: false, editable: true, state: STATE });
  expect((await listViews(as(ada), "service")).map(({ id }) => id)).toEqual([mine.id, ours.id]);
  expect(await listViews(as(bob), "service")).toMatchObject([{ id: ours.id, editable: false }]);
  expect(await listViews(as(ADMIN), "service")).toMatchObject([{ id: ours.id, editable: true }]);
  expect(await listViews(as(ada), "environment")).toEqual([]);
});

it("goes with its blueprint, and says so", async () => {
  const { id } = await saveView(as(ada), view("Mine"));
  await deleteBlueprint(as(ADMIN), "service");
  await createBlueprint(as(ADMIN), SERVICE);
  expect(await listViews(as(ada), "service")).toEqual([]);
  const [row] = await database.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.resourceId, id))
    .orderBy(desc(auditLog.id));
  expect(row).toMatchObject({ action: "DELETE", resourceType: "view", diff: { before: { title: "Mine" } } });
});

it("lets its owner change, rename and delete it, and an administrator a shared one", async () => {
  const { id } = await saveView(as(ada), view("Ours", true));
  expect(await saveView(as(ada), { ...view("Renamed", true), id, state: {} })).toMatchObject({
    id,
    title: "Renamed",
    state: {},
  });
  expect(await saveView(as(ADMIN), { ...view("By an administrator", true), id })).toMatchObject({ id });
  await deleteView(as(ada), id);
  expect(await listViews(as(ada), "service")).toEqual([]);
  const rows = await database.db
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.resourceId, id))
    .orderBy(desc(auditLog.id));
  expect(rows.map(({ action }) => action)).toEqual(["DELETE", "UPDATE", "UPDATE", "CREATE"]);
});

it("refuses a change of another's shared view, and knows nothing of another's own", async () => {
  const ours = await saveView(as(ada), view("Ours", true));
  const mine = await saveView(as(ada), view("Mine"));
  await expect(saveView(as(bob), { ...view("Taken", true), id: ours.id })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(deleteView(as(bob), ours.id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(deleteView(as(bob), mine.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteView(as(ADMIN), mine.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    saveView(as(ada), { ...view("Elsewhere"), id: mine.id, blueprint: "environment" }),
  ).rejects.toMatchObject({ code: "not_found" });
});

it("refuses what is no view, with the path of the fault", async () => {
  const state = {
    ...STATE,
    query: { combinator: "and", rules: [{ property: "language", operator: "like" }] },
  };
  await expect(saveView(as(ada), { ...view(" "), state })).rejects.toMatchObject({
    code: "invalid",
    details: { issues: expect.arrayContaining([expect.objectContaining({ path: ["title"] })]) as unknown },
  });
  await expect(saveView(as(ada), { ...view("Wrong"), state })).rejects.toMatchObject({
    code: "invalid",
    details: { issues: [{ path: ["state", "query", "rules", 0, "operator"] }] },
  });
  await expect(saveView(as(ada), { ...view("Extra"), state: { color: "red" } })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(deleteView(as(ada), "none")).rejects.toMatchObject({ code: "invalid" });
});

it("is only for who may read the blueprint's entities", async () => {
  await saveView(as(ADMIN), view("Ours", true));
  await database.db.execute(
    sql`update blueprints set permissions = '{"entities":{"read":{"users":["ada@example.com"],"roles":[],"teams":[]}}}' where identifier = 'service'`,
  );
  await database.db.execute(sql`update catalog_model set version = version + 1`);
  forgetModel(as(ADMIN));
  expect(await listViews(as(bob), "service")).toEqual([]);
  await expect(saveView(as(bob), view("Mine"))).rejects.toMatchObject({ code: "forbidden" });
  expect(await listViews(as(ada), "service")).toHaveLength(1);
  await expect(listViews(as({ kind: "anonymous" }), "service")).rejects.toMatchObject({
    code: "unauthenticated",
  });
  await expect(listViews(as(ada), "nothing")).rejects.toMatchObject({ code: "not_found" });
});

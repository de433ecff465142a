import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ADMIN, contextOf, person } from "@/server/catalog/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { createTeam } from "@/server/identity/service/teams";
import type { Actor } from "@/server/kernel/context";
import { EXAMPLES } from "../core/testing-widgets";
import type { PageNode } from "../schema";
import { createPage, duplicatePage, removePage, updatePage } from "./change-pages";
import { getPagePermissions, setPagePermissions } from "./page-permissions";
import { getPage, listPages } from "./pages";
import { movePage } from "./place-pages";

let database: TestDatabase;
const as = (actor: Actor = ADMIN) => contextOf(database.db, actor);
const ANN = person("ann", ["red"]);
const BEN = person("ben", ["blue"]);
const text = { type: "markdown", markdown: "Hello" };

beforeAll(async () => {
  database = await createTestDatabase();
  for (const identifier of ["red", "blue"]) await createTeam(as(), { identifier, title: identifier });
  await createUser(as(), { email: "ann@example.com", name: "Ann", role: "member" });
  await createBlueprint(as(), { identifier: "service", title: "Service", schema: { properties: {} } });
});
afterAll(() => database.close());

const shape = (nodes: PageNode[]): unknown[] =>
  nodes.map(({ identifier, children }) => (children.length ? [identifier, shape(children)] : identifier));
const tree = async (actor: Actor = ADMIN) => shape(await listPages(as(actor)));

describe("pages", () => {
  it("are made with an identifier of their title, and every kind of widget", async () => {
    const page = await createPage(as(), { title: "Über uns!", definition: { widgets: EXAMPLES } });
    expect(page).toMatchObject({
      identifier: "uber-uns",
      type: "dashboard",
      revision: 1,
      parent: null,
      rights: { update: true, delete: true, share: true },
    });
    expect(page.definition.widgets).toHaveLength(EXAMPLES.length);
    expect((await createPage(as(), { title: "Uber uns" })).identifier).toBe("uber-uns-2");
    await expect(createPage(as(), { title: "Again", identifier: "uber-uns" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining('There is a page "uber-uns" already'),
    });
    for (const identifier of ["uber-uns", "uber-uns-2"]) await removePage(as(), identifier);
  });

  it("are refused with the path of what is wrong", async () => {
    const paths = (input: object) =>
      createPage(as(), { title: "x", ...input }).then(
        () => [],
        (error) =>
          error.details?.issues?.map((issue: { path: unknown[] }) => issue.path.join(".")) ?? [error.code],
      );
    expect(await paths({ title: " " })).toEqual(["title"]);
    expect(await paths({ title: "a\0b" })).toEqual(["title"]);
    expect(await paths({ identifier: "a b" })).toEqual(["identifier"]);
    expect(await paths({ definition: { widgets: [text, { type: "x" }] } })).toEqual([
      "definition.widgets.1.type",
    ]);
    expect(
      await paths({
        definition: { widgets: [text], layout: [{ height: 100, columns: [{ id: "z", size: 1 }] }] },
      }),
    ).toEqual(["definition.layout.0.columns.0.id"]);
    expect(await paths({ parent: "nowhere" })).toEqual(["not_found"]);
    expect(await paths({ after: "nowhere" })).toEqual(["after"]);
    expect(await paths({ type: "blueprint-entities" })).toEqual(["blueprint"]);
    expect(await paths({ type: "blueprint-entities", blueprint: "nothing" })).toEqual(["blueprint"]);
    expect(await paths({ type: "folder", definition: { widgets: [text] } })).toEqual(["definition.widgets"]);
    expect(
      await paths({ permissions: { read: { users: ["nobody@example.com"], roles: ["King"] } } }),
    ).toEqual(["permissions.read.users.0", "permissions.read.roles.0"]);
    const long = { type: "markdown", markdown: "x".repeat(49_000) };
    expect(await paths({ definition: { widgets: Array.from({ length: 12 }, () => long) } })).toEqual([
      "limit",
    ]);
    expect(await tree()).toEqual([]);
  });

  it("are changed by one at a time: who has not seen the newest revision is told", async () => {
    await createPage(as(), { title: "Board", identifier: "board" });
    const changed = await updatePage(as(), "board", { expectedRevision: 1, definition: { widgets: [text] } });
    expect(changed.revision).toBe(2);
    await expect(updatePage(as(), "board", { expectedRevision: 1, title: "Mine" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("was changed by"),
      details: { data: { expected: 1, current: 2 } },
    });
    const same = await updatePage(as(), "board", { expectedRevision: 2, definition: changed.definition });
    expect(same.revision).toBe(2);
    const both = await Promise.allSettled(
      ["One", "Two"].map((title) => updatePage(as(), "board", { expectedRevision: 2, title })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await updatePage(as(), "board", { newIdentifier: "board-2" })).identifier).toBe("board-2");
    await expect(getPage(as(), "board")).rejects.toMatchObject({ code: "not_found" });
    await removePage(as(), "board-2");
    const rows = await database.db.execute<{ action: string }>(
      sql`select action from audit_log where resource_type = 'page' and resource_id in ('board', 'board-2') order by id`,
    );
    expect(rows.map(({ action }) => action)).toEqual(["CREATE", "UPDATE", "UPDATE", "UPDATE", "DELETE"]);
  });

  it("are read and changed by whom their permissions name", async () => {
    await createPage(as(), { title: "All", identifier: "all" });
    await createPage(as(ANN), { title: "Ann's", identifier: "anns", definition: { widgets: [text] } });
    expect(await tree(BEN)).toEqual(["all"]);
    expect(await tree(ANN)).toEqual(["all", "anns"]);
    await expect(getPage(as(BEN), "anns")).rejects.toMatchObject({ code: "not_found" });
    await expect(updatePage(as(BEN), "all", { title: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getPagePermissions(as(BEN), "all")).rejects.toMatchObject({ code: "forbidden" });
    await setPagePermissions(as(ANN), "anns", { read: { teams: ["blue"] } });
    expect((await getPage(as(BEN), "anns")).rights).toEqual({ update: false, delete: false, share: false });
    expect((await getPage(as(BEN), "anns")).permissions).toBeNull();
    await setPagePermissions(as(ANN), "anns", { update: { teams: ["blue"] } });
    expect((await updatePage(as(BEN), "anns", { title: "Ours" })).title).toBe("Ours");
    await expect(removePage(as(BEN), "anns")).rejects.toMatchObject({ code: "forbidden" });
    const copy = await duplicatePage(as(BEN), "anns");
    expect(copy).toMatchObject({ identifier: "ours-copy", rights: { share: true } });
    expect(copy.definition.widgets).toHaveLength(1);
    expect(await tree(ANN)).toEqual(["all", "anns"]);
    await setPagePermissions(as(), "all", { read: { roles: [], users: ["Ann@example.com"] } });
    expect(await tree(BEN)).toEqual(["anns", "ours-copy"]);
    expect(await tree(ANN)).toEqual(["all", "anns"]);
    for (const identifier of ["all", "anns", "ours-copy"]) await removePage(as(), identifier);
  });

  it("that are locked are changed by administrators alone", async () => {
    await createPage(as(ANN), { title: "Mine", identifier: "mine" });
    await expect(updatePage(as(ANN), "mine", { locked: true })).rejects.toMatchObject({ code: "forbidden" });
    await updatePage(as(), "mine", { locked: true });
    await expect(updatePage(as(ANN), "mine", { title: "New" })).rejects.toMatchObject({
      message: expect.stringContaining("is locked"),
    });
    await expect(removePage(as(ANN), "mine")).rejects.toMatchObject({ code: "forbidden" });
    expect((await updatePage(as(), "mine", { title: "New", locked: false })).rights.update).toBe(true);
    await removePage(as(ANN), "mine");
  });

  it("stand in folders, at most three deep, in the order that they are put in", async () => {
    const folder = (identifier: string, parent?: string) =>
      createPage(as(), { type: "folder", title: identifier, identifier, parent });
    await folder("f1");
    await folder("f2", "f1");
    await folder("f3", "f2");
    await expect(folder("f4", "f3")).rejects.toMatchObject({
      details: { issues: [{ path: ["parent"], message: expect.stringContaining("at most 3 deep") }] },
    });
    for (const identifier of ["a", "b", "c"])
      await createPage(as(), { title: identifier, identifier, parent: "f3" });
    expect(await tree()).toEqual([["f1", [["f2", [["f3", ["a", "b", "c"]]]]]]]);
    await movePage(as(), "c", { after: null });
    await movePage(as(), "b", { parent: null, after: null });
    expect(await tree()).toEqual(["b", ["f1", [["f2", [["f3", ["c", "a"]]]]]]]);
    await expect(movePage(as(), "f1", { parent: "f3" })).rejects.toMatchObject({ code: "invalid" });
    await expect(movePage(as(), "a", { parent: "b" })).rejects.toMatchObject({
      message: expect.stringContaining("not a folder"),
    });
    await folder("other");
    await movePage(as(), "f3", { parent: "other" });
    await expect(movePage(as(), "other", { parent: "f2" })).rejects.toMatchObject({ code: "invalid" });
    expect(await tree()).toEqual(["b", ["f1", ["f2"]], ["other", [["f3", ["c", "a"]]]]]);
    await setPagePermissions(as(), "f3", { read: { roles: ["Admin"] } });
    expect(await tree(BEN)).toEqual(["b", ["f1", ["f2"]], "other", "c", "a"]);
    expect((await getPage(as(BEN), "a")).parent).toBeNull();
    await removePage(as(), "f3");
    expect(await tree()).toEqual(["b", ["f1", ["f2"]], ["other", ["c", "a"]]]);
  });
});

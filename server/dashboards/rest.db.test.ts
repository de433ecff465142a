import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { ADMIN, contextOf, person } from "@/server/catalog/testing";
import type { Actor } from "@/server/kernel/context";
import { pageHeadShape, pageShape, permissionsShape } from "./rest-shapes";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function call(method: string, path: string, body?: unknown, actor: Actor = ADMIN) {
  const response = await restApp(() => Promise.resolve(contextOf(database.db, actor))).request(`/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const text = (markdown: string, id?: string) => ({ type: "markdown", markdown, ...(id ? { id } : {}) });

it("makes, lists, gets, replaces, changes and deletes pages, in the published shapes", async () => {
  const grid = {
    type: "dashboard-widget",
    layout: [
      {
        height: 300,
        columns: [
          { id: "a", size: 6 },
          { id: "b", size: 6 },
        ],
      },
    ],
    widgets: [text("A", "a"), text("B", "b")],
  };
  const made = await call("POST", "/pages", { title: "My page", widgets: [grid] });
  expect(made).toMatchObject({ status: 201, body: { ok: true, identifier: "my-page" } });
  const got = await call("GET", "/pages/my-page");
  expect(Object.keys(got.body)).toEqual(["ok", "page"]);
  expect(pageShape.strict().parse(got.body.page)).toEqual(got.body.page);
  expect(got.body.page).toMatchObject({ widgets: [{ id: "page", ...grid }], revision: 1, parent: null });
  const list = await call("GET", "/pages");
  expect(list.body).toEqual({ ok: true, pages: [got.body.page] });
  const compact = (await call("GET", "/pages?compact=true")).body.pages as unknown[];
  expect(pageHeadShape.strict().parse(compact[0])).toEqual(compact[0]);
  // What comes back can be sent back, and changes nothing.
  const same = await call("PUT", "/pages/my-page", got.body.page);
  expect(same).toMatchObject({ status: 200, body: { page: { revision: 1 } } });
  expect(
    await call("PUT", "/pages/my-page?revision=1", { title: "Mine", widgets: [text("C")] }),
  ).toMatchObject({
    status: 200,
    body: { page: { title: "Mine", revision: 2, widgets: [{ widgets: [{ id: "w1", markdown: "C" }] }] } },
  });
  expect(await call("PUT", "/pages/my-page?revision=1", { title: "x" })).toMatchObject({
    status: 409,
    body: { ok: false, error: "conflict" },
  });
  expect(await call("PATCH", "/pages/my-page", { description: "Words" })).toMatchObject({
    status: 200,
    body: { page: { title: "Mine", description: "Words", widgets: [{ widgets: [{ markdown: "C" }] }] } },
  });
  expect(await call("DELETE", "/pages/my-page")).toEqual({ status: 200, body: { ok: true } });
  expect(await call("GET", "/pages/my-page")).toMatchObject({
    status: 404,
    body: { ok: false, error: "not_found" },
  });
});

it("says where a page that is sent is wrong", async () => {
  const paths = async (body: unknown) => {
    const answer = await call("POST", "/pages", body);
    const issues = (answer.body.details as { issues?: { path: unknown[] }[] } | undefined)?.issues ?? [];
    return [answer.status, ...issues.map(({ path }) => path.join("."))];
  };
  expect(await paths({ title: "x", widgets: [{ type: "pie" }] })).toEqual([422, "widgets.0.type"]);
  const layout = [{ height: 300, columns: [{ id: "z", size: 6 }] }];
  const grid = { type: "dashboard-widget", layout, widgets: [text("A", "a"), text("B", "a")] };
  expect(await paths({ title: "x", widgets: [grid] })).toEqual([
    422,
    "widgets.0.widgets.1.id",
    "widgets.0.layout.0.columns.0.id",
  ]);
  expect(await paths({ title: "x", nonsense: 1 })).toEqual([422, ""]);
  expect(await paths({ widgets: [] })).toEqual([422, "title"]);
  expect(await paths({ title: "x", permissions: { read: { teams: ["nobody"] } } })).toEqual([
    422,
    "permissions.read.teams.0",
  ]);
});

it("adds, changes and takes off single widgets, and says what they show", async () => {
  await call("POST", "/pages", { identifier: "p", title: "P" });
  const added = await call("POST", "/pages/p/widgets", text("Hello"));
  expect(added).toEqual({ status: 201, body: { ok: true, identifier: "w1" } });
  expect(await call("PATCH", "/pages/p/widgets/w1", { markdown: "Bye" })).toEqual({
    status: 200,
    body: { ok: true, identifier: "w1" },
  });
  expect(await call("POST", "/pages/p/widgets/w1/data", {})).toEqual({
    status: 200,
    body: { ok: true, data: { kind: "text", markdown: "Bye" } },
  });
  expect(await call("PATCH", "/pages/p/widgets/w1", { type: "my-entities" })).toMatchObject({ status: 200 });
  expect(await call("POST", "/pages/p/widgets/w1/data", {})).toMatchObject({
    body: { data: { kind: "empty" } },
  });
  expect(await call("PATCH", "/pages/p/widgets/w1", { nonsense: 1 })).toMatchObject({ status: 422 });
  expect(
    await call("PATCH", "/pages/p/widgets/page", { layout: [], widgets: [text("All new", "n")] }),
  ).toMatchObject({
    status: 200,
  });
  expect(await call("DELETE", "/pages/p/widgets/n")).toEqual({ status: 200, body: { ok: true } });
  expect(await call("DELETE", "/pages/p/widgets/n")).toMatchObject({ status: 404 });
  expect(await call("PATCH", "/pages/p/widgets/none", {})).toMatchObject({ status: 404 });
  await call("DELETE", "/pages/p");
});

it("gives and takes permissions, for those who may share the page", async () => {
  await call("POST", "/pages", { identifier: "p", title: "P" });
  const given = await call("PATCH", "/pages/p/permissions", { read: { roles: ["Admin"] } });
  expect(permissionsShape.parse(given.body.permissions)).toEqual({
    read: { users: [], roles: ["Admin"], teams: [] },
    update: { users: [], roles: ["Admin"], teams: [] },
  });
  expect((await call("GET", "/pages/p/permissions")).body).toEqual(given.body);
  const ann = person("ann");
  expect(await call("GET", "/pages/p", undefined, ann)).toMatchObject({ status: 404 });
  await call("PATCH", "/pages/p/permissions", { read: { roles: ["Member"] } });
  expect(await call("GET", "/pages/p", undefined, ann)).toMatchObject({ status: 200 });
  expect(await call("GET", "/pages/p/permissions", undefined, ann)).toMatchObject({ status: 403 });
  expect(await call("PATCH", "/pages/p", { title: "Q" }, ann)).toMatchObject({ status: 403 });
  await call("DELETE", "/pages/p");
});

it("orders pages and folders", async () => {
  expect(await call("POST", "/sidebars/catalog/folders", { identifier: "f", title: "F" })).toEqual({
    status: 201,
    body: { ok: true, identifier: "f" },
  });
  for (const identifier of ["a", "b"])
    await call("POST", "/pages", { identifier, title: identifier, parent: "f" });
  await call("PATCH", "/pages/b", { after: null });
  await call("POST", "/pages", { identifier: "c", title: "c" });
  const items = async () =>
    ((await call("GET", "/sidebars/catalog")).body.sidebar as { items: Record<string, unknown>[] }).items.map(
      ({ identifier, sidebarType, parent, after }) => [identifier, sidebarType, parent, after],
    );
  expect((await items()).sort()).toEqual([
    ["a", "page", "f", "b"],
    ["b", "page", "f", null],
    ["c", "page", null, "f"],
    ["f", "folder", null, null],
  ]);
  expect(await call("PATCH", "/sidebars/catalog/folders/f", { title: "G", after: "c" })).toMatchObject({
    status: 200,
  });
  expect(await call("DELETE", "/sidebars/catalog/folders/a")).toMatchObject({ status: 404 });
  expect(await call("DELETE", "/sidebars/catalog/folders/f")).toEqual({ status: 200, body: { ok: true } });
  expect((await items()).map(([identifier]) => identifier)).toEqual(["c", "b", "a"]);
});

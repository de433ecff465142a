import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf, person } from "@/server/catalog/testing";
import { EXAMPLES } from "@/server/dashboards/core/testing-widgets";
import { createPage, removePage } from "@/server/dashboards/service/change-pages";
import { setPagePermissions } from "@/server/dashboards/service/page-permissions";
import { listPages } from "@/server/dashboards/service/pages";
import type { PageNode } from "@/server/dashboards/schema";
import { createUser } from "@/server/identity/service/people";
import { createTeam } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { bundleText, parseBundle } from "../core/text";
import { applyBundle, planBundle } from "./apply";
import { exportBundle } from "./export";

let database: TestDatabase;
let ctx: Context;
let ann: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
  await createTeam(ctx, { identifier: "red", title: "Red" });
  const { id } = await createUser(ctx, { email: "ann@example.com", name: "Ann", role: "member" });
  ann = contextOf(database.db, { ...person("ann", ["red"]), id });
  await createPage(ctx, { type: "folder", title: "Teams", identifier: "teams" });
  await createPage(ctx, { type: "folder", title: "Red", identifier: "red", parent: "teams", icon: "Users" });
  await createPage(ctx, {
    title: "All",
    identifier: "all",
    parent: "red",
    description: "Everything",
    definition: {
      widgets: EXAMPLES as never,
      filters: [
        {
          title: "Mine",
          query: { combinator: "and", rules: [{ property: "$team", operator: "isNotEmpty" }] },
        },
      ],
      range: { last: "12w" },
    },
  });
  await createPage(ctx, { title: "First", identifier: "first", parent: "red", after: null, locked: true });
  await createPage(ann, { title: "Ann's own", identifier: "anns" });
  await setPagePermissions(ctx, "all", { read: { roles: [], teams: ["red"] } });
});
afterAll(() => database.close());

const shape = (nodes: PageNode[]): unknown[] =>
  nodes.map(({ identifier, children }) => (children.length ? [identifier, shape(children)] : identifier));

it("carries pages with their folders, order, permissions and owners: taken away and brought back, they are the same", async () => {
  const before = await exportBundle(ctx);
  expect(before.pages).toHaveLength(5);
  for (const format of ["yaml", "json"] as const) {
    const text = bundleText(before, format);
    expect((await applyBundle(ctx, parseBundle(text), { prune: true })).counts).toMatchObject({
      create: 0,
      change: 0,
      delete: 0,
    });
    for (const identifier of ["all", "first", "red", "teams", "anns"]) await removePage(ctx, identifier);
    expect(await listPages(ctx)).toEqual([]);
    expect((await applyBundle(ctx, parseBundle(text))).counts.create).toBe(5);
    expect(await exportBundle(ctx)).toEqual(before);
    expect(shape(await listPages(ctx))).toEqual([["teams", [["red", ["first", "all"]]]], "anns"]);
    expect(shape(await listPages(ann))).toContainEqual("anns");
  }
});

it("says where a page is wrong, and changes what differs", async () => {
  const { pages = [], ...rest } = await exportBundle(ctx);
  const faulty = pages.map((page) =>
    page.identifier === "all" ? { ...page, widgets: [{ type: "bar-chart", property: "x" }] } : page,
  );
  const place = pages.findIndex(({ identifier }) => identifier === "all");
  expect((await planBundle(ctx, { ...rest, pages: faulty })).issues[0]?.path).toEqual([
    "pages",
    place,
    "widgets",
    0,
    "dataset",
  ]);
  const renamed = pages.map((page) => (page.identifier === "first" ? { ...page, title: "Start" } : page));
  const plan = await planBundle(ctx, { ...rest, pages: renamed });
  expect(plan.steps.filter(({ kind, type }) => type === "page" && kind !== "same")).toMatchObject([
    { identifier: "first", kind: "change", changes: [{ path: ["title"], before: "First", after: "Start" }] },
  ]);
  const without = await planBundle(ctx, { ...rest, pages: pages.slice(0, 4) }, { prune: true });
  expect(without.counts.delete).toBe(1);
});

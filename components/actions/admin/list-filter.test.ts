import { describe, expect, it } from "vitest";
import type { ActionOverview } from "../action-types";
import { filtered, setOffBy } from "./list-filter";

const entry = (identifier: string, more: Partial<ActionOverview> = {}): ActionOverview => ({
  id: `id of ${identifier}`,
  identifier,
  title: `Title of ${identifier}`,
  icon: null,
  trigger: { type: "self-service", operation: "CREATE", blueprint: "database" },
  backend: "TERRAFORM",
  runnable: true,
  requiredApproval: false,
  published: true,
  draft: false,
  revision: 1,
  updatedAt: "2026-01-01T00:00:00.000Z",
  updatedByName: "Ada",
  ...more,
});
const entries = [
  entry("create_db"),
  entry("resize_db", {
    trigger: { type: "self-service", operation: "DAY-2", blueprint: "database" },
    draft: true,
  }),
  entry("notify", { backend: "WEBHOOK", runnable: false, published: false }),
  entry("after_create", {
    trigger: { type: "automation", event: { type: "RUN_UPDATED", actionIdentifier: "create_db" } },
    runnable: false,
  }),
];
const none = { q: "", state: null, operation: null, backend: "", blueprint: "" };
const found = (filter: object) =>
  filtered(entries, { ...none, ...filter }).map(({ identifier }) => identifier);

describe("the list of definitions", () => {
  it("is filtered by words, state, operation, backend and blueprint", () => {
    expect(found({})).toHaveLength(4);
    expect(found({ q: "DB title" })).toEqual(["create_db", "resize_db"]);
    expect(found({ state: "draft" })).toEqual(["resize_db"]);
    expect(found({ state: "hidden" })).toEqual(["notify"]);
    expect(found({ state: "not-run" })).toEqual(["notify", "after_create"]);
    expect(found({ operation: "DAY-2" })).toEqual(["resize_db"]);
    expect(found({ backend: "WEBHOOK" })).toEqual(["notify"]);
    expect(found({ blueprint: "database", state: "published" })).toEqual(["create_db", "resize_db"]);
  });

  it("knows which automations need an action", () => {
    expect(setOffBy(entries, "create_db").map(({ identifier }) => identifier)).toEqual(["after_create"]);
    expect(setOffBy(entries, "notify")).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { allNodes, foldersFor, matching, neighbourAfter } from "./page-tree";
import type { PageNode } from "./page-types";

const node = (identifier: string, children?: PageNode[]): PageNode => ({
  identifier,
  type: children ? "folder" : "dashboard",
  title: identifier.toUpperCase(),
  icon: null,
  description: null,
  blueprint: null,
  locked: false,
  parent: null,
  updatedAt: "2026-01-01T00:00:00Z",
  rights: { update: true, delete: true, share: true },
  children: children ?? [],
});
const tree = [node("a"), node("f", [node("b"), node("g", [node("c")])]), node("d")];

describe("the tree of pages", () => {
  it("lists every page", () => {
    expect(allNodes(tree).map(({ identifier }) => identifier)).toEqual(["a", "f", "b", "g", "c", "d"]);
  });

  it("says after whom a page comes when it moves by one place", () => {
    expect(neighbourAfter(tree, "d", -1)).toBe("a");
    expect(neighbourAfter(tree, "f", -1)).toBeNull();
    expect(neighbourAfter(tree, "a", 1)).toBe("f");
    expect(neighbourAfter(tree, "a", -1)).toBeUndefined();
    expect(neighbourAfter(tree, "g", -1)).toBeNull();
    expect(neighbourAfter(tree, "x", 1)).toBeUndefined();
  });

  it("keeps the folders of what a text finds", () => {
    expect(allNodes(matching(tree, "c")).map(({ identifier }) => identifier)).toEqual(["f", "g", "c"]);
    expect(matching(tree, " ")).toHaveLength(3);
  });

  it("offers folders other than the one that is moved", () => {
    expect(foldersFor(tree, "b").map(({ label }) => label)).toEqual(["F", "F / G"]);
    expect(foldersFor(tree, "f")).toEqual([]);
  });
});

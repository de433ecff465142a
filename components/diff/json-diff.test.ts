import { describe, expect, it } from "vitest";
import { diffJson } from "./json-diff";

describe("diffJson", () => {
  it("tells only what differs, by path", () => {
    const before = { title: "A", tags: ["x", "y"], same: { deep: 1 }, gone: true };
    const after = { title: "B", tags: ["x", "z", "w"], same: { deep: 1 }, "odd key": null };
    expect(diffJson(before, after)).toEqual([
      { path: "title", change: "changed", before: "A", after: "B" },
      { path: "tags[1]", change: "changed", before: "y", after: "z" },
      { path: "tags[2]", change: "added", before: undefined, after: "w" },
      { path: "gone", change: "removed", before: true, after: undefined },
      { path: '"odd key"', change: "added", before: undefined, after: null },
    ]);
  });
  it("tells each member of what was created or deleted", () => {
    expect(diffJson(null, { a: 1, b: {}, c: { d: [1] } }).map((row) => row.path)).toEqual(["a", "b", "c.d"]);
    expect(diffJson({ a: { b: 1 } }, { a: {} }).map((row) => row.path)).toEqual(["a.b"]);
    expect(diffJson({ a: 1 }, undefined)).toEqual([
      { path: "a", change: "removed", before: 1, after: undefined },
    ]);
  });
  it("does not mistake inherited members for own ones", () => {
    expect(diffJson({}, JSON.parse('{"toString": 1}'))).toEqual([
      { path: "toString", change: "added", before: undefined, after: 1 },
    ]);
  });
  it("finds nothing in equals", () => {
    expect(diffJson([1, { a: null }], [1, { a: null }])).toEqual([]);
    expect(diffJson(undefined, null)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { format, lint, located } from "./lint";

describe("lint", () => {
  it("finds nothing in what the server takes", () => {
    for (const text of ["", "a: 1", "a: 1\n---\nb: 2", "a: 1\na: 2"]) expect(lint(text, "yaml")).toEqual([]);
    expect(lint('{"a": 1}', "json")).toEqual([]);
  });
  it("tells the line of a fault", () => {
    expect(lint("a: 1\nb: [1, 2\n", "yaml")[0]?.line).toBeGreaterThanOrEqual(2);
    expect(lint('{\n  "a": 1,\n}', "json")).toMatchObject([{ line: 3 }]);
  });
  it("puts the issues of a value at their lines", () => {
    expect(located('{\n  "a": 1\n}', [{ path: ["a"], message: "Must be text." }])).toEqual([
      { line: 2, message: "a: Must be text." },
    ]);
  });
});

describe("format", () => {
  it("indents evenly and keeps comments", () => {
    expect(format('{"a":[1]}', "json")).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(format("# why\na:   {b:  1}\n---\nc: 2\n", "yaml")).toBe("# why\na: { b: 1 }\n---\nc: 2\n");
  });
  it("leaves alone what cannot be read", () => {
    expect(format("{", "json")).toBeNull();
  });
});

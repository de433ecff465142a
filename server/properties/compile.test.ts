import { describe, expect, it } from "vitest";
import { compile } from "./compile";
import type { PropertyDefinitions, PropertySet } from "./schema";

const properties: PropertyDefinitions = {
  name: { type: "string", title: "Name", minLength: 2 },
  size: { type: "number", default: 5 },
  tags: { type: "array", items: { type: "string" }, default: ["new"] },
  ["constructor"]: { type: "string" as const },
};
const set: PropertySet = { properties, required: ["name", "constructor"] };
const issuesOf = (values: unknown, of = set) => {
  const parsed = compile(of, { scope: "property" }).schema.safeParse(values);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => ({ path, message }));
};

describe("compile", () => {
  it("gives back what is valid as it is", () => {
    const values = { name: "ab", constructor: "x", size: null };
    expect(compile(set, { scope: "property" }).schema.parse(values)).toEqual(values);
  });

  it("names what is required, also when null", () => {
    expect(issuesOf({ size: 1 })).toEqual([
      { path: ["name"], message: '"name" (Name) is required.' },
      { path: ["constructor"], message: '"constructor" is required.' },
    ]);
    expect(issuesOf({ name: null, constructor: "x" })).toEqual([
      { path: ["name"], message: '"name" (Name) is required.' },
    ]);
  });

  it("refuses what is not defined at its key, and says what is", () => {
    expect(issuesOf({ name: "ab", constructor: "x", nmae: 1, toString: 1 })).toEqual([
      { path: ["nmae"], message: 'There is no property "nmae". Known: name, size, tags, constructor.' },
      {
        path: ["toString"],
        message: 'There is no property "toString". Known: name, size, tags, constructor.',
      },
    ]);
    expect(
      issuesOf(JSON.parse('{"name":"ab","constructor":"x","__proto__":{"a":1}}')).length,
    ).toBeGreaterThan(0);
  });

  it("leads to the value at fault", () => {
    expect(issuesOf({ name: "a", constructor: "x", tags: ["a", 1] })).toEqual([
      { path: ["name"], message: "Must have at least 2 characters; it has 1." },
      { path: ["tags", 1], message: "Must be text." },
    ]);
    for (const values of [null, [], "x", 1]) expect(issuesOf(values)).toMatchObject([{ path: [] }]);
  });

  it("refuses what a database cannot store", () => {
    expect(issuesOf({ name: "a\u0000b", constructor: "x" })).toMatchObject([{ path: ["name"] }]);
    expect(issuesOf({ name: "ab", constructor: "\ud800" })).toMatchObject([{ path: ["constructor"] }]);
    const deep = JSON.parse("[".repeat(2000) + "]".repeat(2000)) as unknown;
    expect(issuesOf({ x: deep }, { properties: { x: { type: "array" } } }).length).toBeGreaterThan(0);
  });

  it("fills in copies of defaults for what is left out, and only that", () => {
    const { withDefaults } = compile(set, { scope: "property" });
    const filled = withDefaults({ name: "ab", size: null });
    expect(filled).toEqual({ name: "ab", size: null, tags: ["new"] });
    (filled.tags as string[]).push("x");
    expect(withDefaults({}).tags).toEqual(["new"]);
  });

  it("leaves to the form what the form computes", () => {
    const form = compile(
      {
        properties: {
          a: { type: "string", enum: { jqQuery: "." } as never, default: { jqQuery: ".user.email" } },
        },
      },
      { scope: "input" },
    );
    expect(form.withDefaults({})).toEqual({});
    expect(form.schema.safeParse({ a: "anything" }).success).toBe(true);
    expect(form.schema.safeParse({ a: 1 }).success).toBe(false);
  });
});

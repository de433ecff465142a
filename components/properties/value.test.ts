import { describe, expect, it } from "vitest";
import type { PropertyDefinition } from "@/server/properties/schema";
import { collectValues, initialValues, issuesByField, withoutPrefix } from "./form-values";
import { labelOf, orderedKeys } from "./kind";
import { fromRaw, toLocalInput, toRaw, Unreadable } from "./value";

const string = (rest: Partial<PropertyDefinition> = {}): PropertyDefinition => ({ type: "string", ...rest });

describe("round trips", () => {
  const cases: [string, PropertyDefinition, unknown][] = [
    ["text with spaces at the ends", string(), "  two "],
    ["an address", string({ format: "url" }), "https://example.com/a?b=c"],
    ["a number", { type: "number" }, -0.25],
    ["a number among options", { type: "number", enum: [1, 2] }, 2],
    ["off", { type: "boolean" }, false],
    ["an object", { type: "object" }, { a: [1, { b: null }] }],
    ["a link", { type: "object", format: "labeled-url" }, { url: "https://a.example", displayText: "A" }],
    ["a list of numbers", { type: "array", items: { type: "number" } }, [1, 2.5]],
    ["a list of objects", { type: "array", items: { type: "object" } }, [{ a: 1 }]],
    ["an instant with seconds", string({ format: "date-time" }), "2026-03-01T10:20:30.000Z"],
  ];
  it.each(cases)("%s", (_, definition, value) => {
    expect(fromRaw(toRaw(value, definition), definition)).toEqual(value);
  });
  it("reads what is blank as not filled in", () => {
    for (const definition of cases.map(([, d]) => d))
      expect(fromRaw(toRaw(undefined, definition), definition)).toBeUndefined();
    expect(fromRaw("   ", string())).toBeUndefined();
    expect(fromRaw(["", "  "], { type: "array", items: { type: "string" } })).toBeUndefined();
  });
  it("takes the identifier of an entity that is given as an object", () => {
    expect(toRaw({ identifier: "orders", title: "Orders" }, string({ format: "entity" }))).toBe("orders");
  });
  it("says what cannot be read", () => {
    expect(() => fromRaw("1.2.3", { type: "number" })).toThrow(Unreadable);
    expect(() => fromRaw("{", { type: "object" })).toThrow(/not valid JSON/);
  });
  it("shows a date that is none as empty", () => {
    expect(toLocalInput("yesterday")).toBe("");
  });
});

describe("forms", () => {
  const properties = {
    "a.b": string({ default: "x" }),
    on: { type: "boolean" as const },
    n: { type: "number" as const },
  };
  const keys = orderedKeys(properties, ["n", "gone", "n"]);
  it("orders by the author's list, then by definition", () => {
    expect(keys).toEqual(["n", "a.b", "on"]);
  });
  it("starts from given values before defaults", () => {
    expect(initialValues(keys, properties, { n: 4 })).toEqual({ f0: "4", f1: "x", f2: undefined });
  });
  it("sends a required switch as off, and leaves an optional one out", () => {
    expect(
      collectValues({ f0: "", f1: "y", f2: undefined }, keys, properties, { required: ["on"] }).values,
    ).toEqual({
      "a.b": "y",
      on: false,
    });
    expect(collectValues({ f0: "", f1: "y", f2: undefined }, keys, properties).values).toEqual({
      "a.b": "y",
    });
  });
  it("reports every unreadable field", () => {
    expect(collectValues({ f0: "many", f1: "", f2: true }, keys, properties).issues).toEqual([
      { path: ["n"], message: expect.stringContaining("number") },
    ]);
  });
  it("puts the server's issues on their fields", () => {
    const issues = [
      { path: ["properties", "a.b", 1], message: "too long" },
      { path: ["properties", "a.b"], message: "second" },
      { path: ["entity"], message: "gone" },
    ];
    const { fields, rest } = issuesByField(withoutPrefix(issues, "properties"), keys);
    expect(fields).toEqual({
      f1: {
        path: [1],
        message: "Item 2: too long",
        all: [
          { path: [1], message: "too long" },
          { path: [], message: "second" },
        ],
      },
    });
    expect(rest).toEqual([{ path: ["entity"], message: "gone" }]);
  });
});

describe("labelOf", () => {
  it("makes a key readable", () => {
    expect(labelOf("instanceSize", {})).toBe("Instance size");
    expect(labelOf("x", { title: "Size" })).toBe("Size");
  });
});

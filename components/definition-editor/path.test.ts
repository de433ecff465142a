import { describe, expect, it } from "vitest";
import { idOfPath, isWithin, valueAt, withValue } from "./path";

const root = { title: "A", schema: { properties: { size: { enum: ["s", "m"] } } } };

describe("places in a definition", () => {
  it("are read, inherited members apart", () => {
    expect(valueAt(root, ["schema", "properties", "size", "enum", 1])).toBe("m");
    expect(valueAt(root, ["schema", "toString"])).toBeUndefined();
    expect(valueAt(root, [])).toBe(root);
  });
  it("are written without changing what was", () => {
    const next = withValue(root, ["schema", "properties", "size", "enum", 1], "l");
    expect(next.schema.properties.size.enum).toEqual(["s", "l"]);
    expect(root.schema.properties.size.enum).toEqual(["s", "m"]);
    expect(withValue(root, ["ownership", "type"], "Direct")).toEqual({
      ...root,
      ownership: { type: "Direct" },
    });
    expect(withValue(root, ["title"], undefined)).toEqual({ schema: root.schema });
  });
  it("contain one another", () => {
    expect(isWithin(["a", 0, "b"], ["a", "0"])).toBe(true);
    expect(isWithin(["a"], ["a", "b"])).toBe(false);
  });
  it("have ids that can stand in a list of ids", () => {
    expect(idOfPath(["relations", "a b"])).toBe("at/relations/a%20b");
  });
});

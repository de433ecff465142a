import { describe, expect, it } from "vitest";
import { checkDefinitions } from "@/server/properties/check";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { asKind, constraintsOf, propertyKinds, sampleOf } from "./kinds";

const full: PropertyDefinition = { type: "string", title: "T", icon: "Star", minLength: 2, default: "xx" };

describe("kinds of properties", () => {
  it.each(propertyKinds)("a text becomes %s, and nothing is left that means nothing there", (kind) => {
    const made = asKind(full, kind);
    expect(kindOf(made)).toBe(kind);
    expect(made).toMatchObject({ title: "T", icon: "Star" });
    if (kind === "enum") made.enum = ["aa"];
    expect(checkDefinitions({ key: made }, "property")).toEqual([]);
    expect(sampleOf(made)).toBeDefined();
  });
  it("keeps the choices of a choice, and drops them for anything else", () => {
    const choice: PropertyDefinition = { type: "number", enum: [1], enumColors: { 1: "red" } };
    expect(asKind(choice, "enum")).toEqual({ type: "number", enum: [1], enumColors: { 1: "red" } });
    expect(asKind(choice, "number")).toEqual({ type: "number" });
  });
  it("names the constraints of the type below a choice, too", () => {
    expect(constraintsOf({ type: "string", enum: ["a"] })).toContain("pattern");
    expect(constraintsOf({ type: "boolean" })).toEqual([]);
  });
});

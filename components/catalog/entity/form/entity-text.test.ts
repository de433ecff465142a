import { describe, expect, it } from "vitest";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import { contentOf, documentOf, patchOf, withoutField } from "./entity-text";
import { compareChanges, mergeChanges } from "./merge-changes";

const blueprint: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { size: { type: "number" }, note: { type: "string" } } },
  calculationProperties: { double: { type: "number", calculation: ".properties.size * 2" } },
  relations: { system: { target: "system" }, uses: { target: "service", many: true } },
};
const stored: Entity = {
  identifier: "a",
  title: "A",
  icon: null,
  blueprint: "service",
  team: ["payments"],
  properties: { size: 2, note: "n", double: 4 },
  relations: { system: "s", uses: ["b"] },
  createdAt: "",
  createdBy: "",
  updatedAt: "",
  updatedBy: "",
};
const document = documentOf(blueprint, stored);

describe("an entity as text", () => {
  it("has what people write, without computed values and empty ones", () => {
    expect(document).toEqual({
      identifier: "a",
      title: "A",
      team: ["payments"],
      properties: { size: 2, note: "n" },
      relations: { system: "s", uses: ["b"] },
    });
    expect(
      documentOf(blueprint, { ...stored, title: null, relations: { system: null, uses: [] } }),
    ).toMatchObject({
      relations: { uses: [] },
    });
    expect(contentOf(document)).toMatchObject({
      identifier: "a",
      team: ["payments"],
      properties: { size: 2 },
    });
  });
  it("takes away what it leaves out", () => {
    expect(
      patchOf(blueprint, stored, { identifier: "b", properties: { size: 3 }, relations: { uses: [] } }),
    ).toEqual({
      identifier: "b",
      title: null,
      team: [],
      properties: { note: null, size: 3 },
      relations: { system: null, uses: [] },
    });
    expect(patchOf(blueprint, stored, { ...document, properties: "text" }).properties).toBe("text");
  });
  it("names what the form has no field for", () => {
    expect(withoutField(blueprint, { ...document, extra: 1, properties: { double: 1, other: 2 } })).toEqual([
      "extra",
      "properties.double",
      "properties.other",
    ]);
  });
});

describe("two changes of one entity", () => {
  const base = contentOf(document);
  const theirs = {
    ...base,
    title: "Theirs",
    properties: { size: 3, note: "n" },
    relations: { system: null, uses: ["b"] },
  };
  const yours = { ...base, properties: { size: 5, note: "mine" } };
  const versions = { base, theirs, yours };
  it("clash where both changed a value", () => {
    expect(compareChanges(blueprint, versions)).toEqual({
      clashes: [{ path: "properties.size", before: 2, theirs: 3, yours: 5 }],
      theirs: [
        { path: "title", before: "A", theirs: "Theirs" },
        { path: "relations.system", before: "s", theirs: undefined },
      ],
    });
    expect(compareChanges(blueprint, { base, theirs, yours: theirs }).clashes).toEqual([]);
  });
  it("are joined, by choice where they clash", () => {
    const mine = mergeChanges(blueprint, versions, new Set(["properties.size"]));
    expect(mine).toMatchObject({
      title: "Theirs",
      properties: { size: 5, note: "mine" },
      relations: { uses: ["b"] },
    });
    expect(mine.relations.system).toBeUndefined();
    expect(mergeChanges(blueprint, versions, new Set()).properties).toEqual({ size: 3, note: "mine" });
  });
});

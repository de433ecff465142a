import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { entityBody, entityFormSet, entityFormValues, entityIssues } from "./form-set";

const blueprint: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { title: { type: "string" }, size: { type: "number" } }, required: ["size"] },
  relations: { system: { target: "system", required: true }, uses: { target: "database", many: true } },
};

describe("the form of an entity", () => {
  it("keeps a property apart from what every entity has, even under the same name", () => {
    const set = entityFormSet(blueprint, true);
    expect(set.order).toEqual([
      " identifier",
      " title",
      " team",
      "title",
      "size",
      " relation system",
      " relation uses",
    ]);
    expect(set.required).toEqual([" identifier", "size", " relation system"]);
    expect(entityFormSet(blueprint, false).order).toEqual(set.order);
  });
  it("does not ask for an inherited owner, and closes what the reader may not change", () => {
    const inherited = entityFormSet({ ...blueprint, ownership: { type: "Inherited", path: "system" } }, true);
    expect(inherited.order).not.toContain(" team");
    const set = entityFormSet(blueprint, false, {
      properties: { size: false },
      relations: { uses: false, system: true },
    });
    expect(set.order.filter((key) => set.properties[key]?.disabled)).toEqual(["size", " relation uses"]);
  });
  it("brings values there and back", () => {
    const entity = {
      identifier: "a",
      title: "A",
      icon: null,
      blueprint: "service",
      team: ["payments"],
      properties: { title: "own", size: 2 },
      relations: { system: "s", uses: ["d"] },
      createdAt: "",
      createdBy: "",
      updatedAt: "",
      updatedBy: "",
    };
    expect(entityBody(blueprint, entityFormValues(entity), false)).toEqual({
      identifier: "a",
      title: "A",
      team: ["payments"],
      properties: entity.properties,
      relations: entity.relations,
    });
  });
  it("takes away what was emptied in an edit, and leaves it out of a new entity", () => {
    expect(entityBody(blueprint, { " identifier": "a", size: 1 }, false)).toEqual({
      identifier: "a",
      title: null,
      team: [],
      properties: { title: null, size: 1 },
      relations: { system: null, uses: null },
    });
    expect(entityBody(blueprint, { " identifier": "x", size: 1 }, true)).toEqual({
      identifier: "x",
      team: [],
      properties: { size: 1 },
      relations: {},
    });
  });
  it("finds the field of an issue", () => {
    const paths = entityIssues([
      { path: ["properties", "title"], message: "" },
      { path: ["relations", "uses", 1], message: "" },
      { path: ["team", 0], message: "" },
      { path: ["entity", "identifier"], message: "" },
      { path: ["blueprint"], message: "" },
    ]).map((issue) => issue.path);
    expect(paths).toEqual([["title"], [" relation uses", 1], [" team", 0], [" identifier"], ["blueprint"]]);
  });
});

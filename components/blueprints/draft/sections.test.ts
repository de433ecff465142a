import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { placeOf, renamedItem, takenKeys } from "./sections";

const definition: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { tier: { type: "string" } }, required: ["tier"] },
  relations: { system: { target: "system" } },
  mirrorProperties: { owner: { path: "system.owner" }, other: { path: "systems.owner" } },
  ownership: { type: "Inherited", path: "system" },
};

describe("sections of a blueprint", () => {
  it("share their keys, relations apart", () => {
    expect(takenKeys(definition, "calculations")).toEqual(["tier", "owner", "other"]);
    expect(takenKeys(definition, "relations")).toEqual(["system"]);
  });
  it("carry along what names a renamed key", () => {
    expect(renamedItem(definition, "properties", "tier", "level").schema).toEqual({
      properties: { level: { type: "string" } },
      required: ["level"],
    });
    const renamed = renamedItem(definition, "relations", "system", "part_of");
    expect(renamed.mirrorProperties).toEqual({
      owner: { path: "part_of.owner" },
      other: { path: "systems.owner" },
    });
    expect(renamed.ownership).toEqual({ type: "Inherited", path: "part_of" });
  });
  it("are where a fault is mended", () => {
    expect(placeOf(["schema", "properties", "tier", "enum", 0])).toEqual({ tab: "properties", item: "tier" });
    expect(placeOf(["mirrorProperties", "owner", "path"])).toEqual({ tab: "mirrors", item: "owner" });
    expect(placeOf(["schema", "required", 0])).toEqual({ tab: "properties" });
    expect(placeOf(["title"])).toEqual({ tab: "general" });
  });
});

import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { countDeltas, countedKeys } from "./count-rules";

const definition: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: {
    properties: {
      tier: { type: "string", enum: ["a", "b"] },
      level: { type: "number", enum: [1, 2] },
      live: { type: "boolean" },
      name: { type: "string" },
      tags: { type: "array", items: { type: "string", enum: ["x"] } },
    },
  },
};
const entity = (properties: Record<string, unknown>, team: string[] = []) => ({ properties, team });

describe("counts", () => {
  it("are kept for choices and booleans", () => {
    expect(countedKeys(definition)).toEqual(["tier", "level", "live"]);
  });

  it("grow by what is new, also by one that has nothing", () => {
    const deltas = countDeltas(definition, [
      { before: null, after: entity({ tier: "a", level: 1, live: false, name: "n" }, ["t", "u"]) },
      { before: null, after: entity({ tier: null }, ["t"]) },
    ]);
    expect(deltas).toEqual([
      { key: "*", value: "*", n: 2 },
      { key: "tier", value: "a", n: 1 },
      { key: "level", value: "1", n: 1 },
      { key: "live", value: "false", n: 1 },
      { key: "$team", value: "t", n: 2 },
      { key: "$team", value: "u", n: 1 },
    ]);
  });

  it("change by what differs alone, and not at all where changes make up for one another", () => {
    expect(
      countDeltas(definition, [
        { before: entity({ tier: "a", live: true }), after: entity({ tier: "b", live: true }) },
      ]),
    ).toEqual([
      { key: "tier", value: "a", n: -1 },
      { key: "tier", value: "b", n: 1 },
    ]);
    expect(
      countDeltas(definition, [
        { before: entity({ tier: "a" }), after: null },
        { before: null, after: entity({ tier: "a" }) },
      ]),
    ).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { matchOf } from "./search-match";

const definition = {
  identifier: "service",
  title: "Service",
  schema: {
    properties: {
      docs: { type: "string", format: "markdown", title: "Documents" },
      tags: { type: "array" },
    },
  },
} as unknown as BlueprintDefinition;
const entity = (properties: Record<string, unknown>, title: string | null = null) => ({
  identifier: "orders",
  title,
  properties,
});

describe("where a search found an entity", () => {
  it("names the name first", () => {
    expect(matchOf(definition, entity({ docs: "orders" }), ["ord"])).toEqual({
      property: null,
      title: "Name",
      snippet: null,
    });
    expect(matchOf(definition, entity({}, "Café Bar"), ["cafe", "bar"]).property).toBeNull();
  });

  it("names the property, with the words around", () => {
    const docs = `${"x ".repeat(100)}How to  roll\nback. ${"y ".repeat(100)}`;
    const match = matchOf(definition, entity({ docs, tags: [] }), ["roll"]);
    expect(match).toMatchObject({ property: "docs", title: "Documents" });
    expect(match.snippet).toMatch(/^….*How to roll back\..*…$/);
  });

  it("finds beginnings of words, in lists and objects too", () => {
    expect(matchOf(definition, entity({ docs: "strolling", tags: ["a", "Rollback"] }), ["roll"])).toEqual({
      property: "tags",
      title: "tags",
      snippet: "Rollback",
    });
    expect(matchOf(definition, entity({ tags: [{ deep: "ROLL" }] }), ["roll"]).property).toBe("tags");
  });
});

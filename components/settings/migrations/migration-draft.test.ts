import { expect, it } from "vitest";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { mappingOf, mappingRows, rowIssues } from "./migration-draft";

const source: BlueprintDefinition = {
  identifier: "old",
  title: "Old",
  schema: { properties: { size: { type: "string" }, "a-b": { type: "string" } } },
  relations: { system: { target: "system" } },
};
const target: BlueprintDefinition = {
  identifier: "new",
  title: "New",
  schema: {
    properties: {
      size: { type: "number", title: "Size" },
      "a-b": { type: "string" },
      extra: { type: "string" },
    },
  },
  relations: { system: { target: "system" } },
};

it("fills in what has the same key, and sends what is filled in", () => {
  const rows = mappingRows(source, target);
  expect(rows.map(({ key, expression }) => [key, expression])).toEqual([
    ["identifier", ".identifier"],
    ["title", ".title"],
    ["team", ".team"],
    ["properties.size", ".properties.size"],
    ["properties.a-b", '.properties["a-b"]'],
    ["properties.extra", ""],
    ["relations.system", ".relations.system"],
  ]);
  expect(mappingOf("new", rows, { filter: " ", itemsToParse: ".properties.parts" })).toEqual({
    blueprint: "new",
    itemsToParse: ".properties.parts",
    entity: {
      identifier: ".identifier",
      title: ".title",
      team: ".team",
      properties: { size: ".properties.size", "a-b": '.properties["a-b"]' },
      relations: { system: ".relations.system" },
    },
  });
});

it("finds the row of a fault", () => {
  expect(
    rowIssues([
      { path: ["mapping", "entity", "properties", "size"], message: "a" },
      { path: ["mapping", "filter"], message: "b" },
      { path: ["sourceBlueprint"], message: "c" },
    ]),
  ).toEqual({ "properties.size": "a", filter: "b", sourceBlueprint: "c" });
});

import { expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { project } from "./projection";

const definition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { language: { type: "string" }, size: { type: "number" } } },
  relations: { owner: { target: "team" } },
} as unknown as BlueprintDefinition;
const entity = {
  identifier: "orders",
  title: "Orders",
  team: [],
  properties: { language: "Go", size: 1 },
  relations: { owner: "red" },
};

it.each([
  [{}, entity],
  [
    { include: ["identifier", "properties.language"] },
    { identifier: "orders", properties: { language: "Go" } },
  ],
  [
    { include: ["$title", "size", "owner"] },
    { title: "Orders", properties: { size: 1 }, relations: { owner: "red" } },
  ],
  [{ include: ["properties"] }, { properties: entity.properties }],
  [
    { exclude: ["properties.size", "relations", "team"] },
    { identifier: "orders", title: "Orders", properties: { language: "Go" } },
  ],
  [{ include: ["properties"], exclude: ["language"] }, { properties: { size: 1 } }],
])("%j leaves %j", (options, expected) => {
  expect(project(entity, definition, options)).toEqual(expected);
});

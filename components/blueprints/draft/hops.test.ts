import { expect, it } from "vitest";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { splitPath, stopsAlong } from "./hops";

const blueprint = (identifier: string, relations: Record<string, string>): BlueprintDefinition => ({
  identifier,
  title: identifier,
  schema: { properties: {} },
  relations: Object.fromEntries(Object.entries(relations).map(([key, target]) => [key, { target }])),
});
const all = [
  blueprint("deployment", { of: "service" }),
  blueprint("service", { in: "system" }),
  blueprint("system", {}),
];

it("follows relations as far as they lead", () => {
  const at = (hops: string[]) => stopsAlong(all[0]!, hops, all).map(({ identifier }) => identifier);
  expect(at(["of", "in"])).toEqual(["deployment", "service", "system"]);
  expect(at(["of", "gone", "in"])).toEqual(["deployment", "service"]);
  expect(at(["toString"])).toEqual(["deployment"]);
  expect(splitPath("")).toEqual([]);
  expect(splitPath("of.in")).toEqual(["of", "in"]);
});

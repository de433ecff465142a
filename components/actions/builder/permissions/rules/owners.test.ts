import { expect, it } from "vitest";
import { choiceOf, entityInputs, ownersFor } from "./owners";

const inputs = entityInputs({
  service: { type: "string", format: "entity", blueprint: "service", title: "Service" },
  services: { type: "array", items: { type: "string", format: "entity", blueprint: "service" } },
  name: { type: "string" },
});

it("offers inputs that pick one entity", () => {
  expect(inputs).toEqual([{ key: "service", title: "Service", blueprint: "service" }]);
});

it("reads back what it wrote", () => {
  for (const choice of ["none", "entity", "input:service"] as const)
    expect(choiceOf(ownersFor(choice, "database", inputs))).toBe(choice);
});

it("leaves a search of one's own alone", () => {
  expect(choiceOf({ query: { combinator: "or", rules: [] } })).toBe("search");
  expect(choiceOf({ query: "x" })).toBe("search");
});

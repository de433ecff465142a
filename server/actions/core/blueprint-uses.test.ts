import { expect, it } from "vitest";
import { blueprintUse } from "./blueprint-uses";

const selfService = (more: object) => ({
  identifier: "a",
  trigger: { type: "self-service", operation: "CREATE", userInputs: { properties: {} }, ...more },
  invocationMethod: { type: "WEBHOOK", url: "https://example.com" },
});
const inputs = (input: object) => selfService({ userInputs: { properties: { one: input } } });
const search = (value: unknown) => ({
  combinator: "and",
  rules: [{ combinator: "or", rules: [{ property: "$blueprint", operator: "=", value }] }],
});

it.each<[string, { definition: object; permissions?: unknown }, string | null]>([
  ["works on it", { definition: selfService({ blueprintIdentifier: "service" }) }, "works on it"],
  ["works on another", { definition: selfService({ blueprintIdentifier: "cluster" }) }, null],
  [
    "picks from it",
    { definition: inputs({ type: "string", format: "entity", blueprint: "service" }) },
    "names it",
  ],
  [
    "picks several",
    { definition: inputs({ type: "array", items: { format: "entity", blueprint: "service" } }) },
    "names it",
  ],
  [
    "narrows its choices by it",
    {
      definition: inputs({
        type: "string",
        dataset: { combinator: "and", rules: [{ blueprint: "service", operator: "relatedTo", value: "x" }] },
      }),
    },
    "names it",
  ],
  ["only says its name", { definition: inputs({ type: "string", default: "service" }) }, null],
  [
    "is set off by it",
    {
      definition: {
        trigger: { type: "automation", event: { type: "ENTITY_CREATED", blueprintIdentifier: "service" } },
        invocationMethod: {},
      },
    },
    "names it",
  ],
  [
    "writes it",
    {
      definition: {
        ...selfService({}),
        invocationMethod: { type: "UPSERT_ENTITY", blueprintIdentifier: "service" },
      },
    },
    "names it",
  ],
  [
    "asks for it in a policy",
    {
      definition: selfService({}),
      permissions: { execute: { policy: { queries: { all: search(["service"]) }, conditions: ["true"] } } },
    },
    "names it",
  ],
])("an action that %s", (_, action, use) => {
  expect(blueprintUse(action, "service")).toBe(use);
});

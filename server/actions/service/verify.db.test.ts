import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { systemContext } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { createAction } from "./definitions";

let database: TestDatabase;
const ctx = () => systemContext(database.db, "test", "t");

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  await createBlueprint(ctx(), {
    identifier: "service",
    title: "Service",
    schema: {
      properties: {
        tier: { type: "string" },
        tags: { type: "array", items: { type: "string" } },
        support: { type: "string", format: "timer" },
      },
    },
  });
  await createAction(ctx(), { identifier: "restart", trigger: selfService({}), invocationMethod: webhook });
});
afterAll(() => database.close());

const webhook = { type: "WEBHOOK", url: "https://example.com" };
const selfService = (over: object) => ({
  type: "self-service",
  operation: "DAY-2",
  blueprintIdentifier: "service",
  userInputs: { properties: {} },
  ...over,
});
const withInput = (input: object, form: object = {}) =>
  selfService({ userInputs: { properties: { a: input }, ...form } });
const picker = (over: object) =>
  withInput({ type: "string", format: "entity", blueprint: "service", ...over });
const automation = (event: object, over: object = {}) => ({ type: "automation", event, ...over });

/** Paths of what is refused; none: it was stored. */
async function faults(trigger: object, invocationMethod: object = webhook): Promise<string[]> {
  try {
    await createAction(ctx(), {
      identifier: `a${randomBytes(6).toString("hex")}`,
      trigger,
      invocationMethod,
    });
    return [];
  } catch (error) {
    if (error instanceof Invalid) return (error.details.issues ?? []).map(({ path }) => path.join("."));
    throw error;
  }
}

it.each<[string, object, string[]]>([
  ["the blueprint acted on", selfService({ blueprintIdentifier: "x" }), ["trigger.blueprintIdentifier"]],
  ["the blueprint of a picker", picker({ blueprint: "x" }), ["trigger.userInputs.properties.a.blueprint"]],
  [
    "the blueprint of a list of pickers",
    withInput({ type: "array", items: { type: "string", format: "entity", blueprint: "x" } }),
    ["trigger.userInputs.properties.a.items.blueprint"],
  ],
  [
    "a property of a condition",
    selfService({
      condition: { type: "SEARCH", combinator: "and", rules: [{ property: "x", operator: "=", value: "1" }] },
    }),
    ["trigger.condition.rules.0.property"],
  ],
  [
    "a property to sort by",
    picker({ sort: { property: "x", order: "ASC" } }),
    ["trigger.userInputs.properties.a.sort.property"],
  ],
  [
    "a list to sort by",
    picker({ sort: { property: "tags", order: "ASC" } }),
    ["trigger.userInputs.properties.a.sort.property"],
  ],
  ["nothing", picker({ sort: { property: "$updatedAt", order: "DESC" } }), []],
  [
    "the blueprint of an event",
    automation({ type: "ENTITY_CREATED", blueprintIdentifier: "x" }),
    ["trigger.event.blueprintIdentifier"],
  ],
  [
    "the timer of an event",
    automation({
      type: "TIMER_PROPERTY_EXPIRED",
      blueprintIdentifier: "service",
      propertyIdentifier: "tier",
    }),
    ["trigger.event.propertyIdentifier"],
  ],
  [
    "the action of an event",
    automation({ type: "RUN_CREATED", actionIdentifier: "x" }),
    ["trigger.event.actionIdentifier"],
  ],
  [
    "jq of a condition",
    automation(
      { type: "RUN_CREATED", actionIdentifier: "restart" },
      { condition: { type: "JQ", expressions: [".a", ".b =="] } },
    ),
    ["trigger.condition.expressions.1"],
  ],
  [
    "jq of a rule over several inputs",
    withInput({ type: "string" }, { validations: [{ constraint: ".form.a |", message: "m" }] }),
    ["trigger.userInputs.validations.0.constraint"],
  ],
  [
    "a key",
    automation(
      { type: "TIMER_PROPERTY_EXPIRED", blueprintIdentifier: "service", propertyIdentifier: "support" },
      { condition: { type: "JQ", expressions: [".diff.after.identifier == 'a'"], combinator: "or" } },
    ),
    [],
  ],
])("a definition is refused for %s at its place", async (_, trigger, expected) => {
  expect(await faults(trigger)).toEqual(expected);
});

it("a condition on an action that creates is refused", async () => {
  const condition = { type: "SEARCH", combinator: "and", rules: [] };
  expect(await faults(selfService({ operation: "CREATE", condition }))).toEqual(["trigger.condition"]);
});

it("a template that cannot be read is refused where the definition was written for this portal", async () => {
  const variables = { name: "{{ .inputs. }}" };
  const template = "postgres-database";
  expect(await faults(selfService({}), { type: "TERRAFORM", template, variables })).toEqual([
    "invocationMethod.variables.name",
  ]);
  const manual = { type: "MANUAL", instructions: variables.name };
  expect(await faults(selfService({}), manual)).toEqual(["invocationMethod.instructions"]);
  expect(await faults(selfService({}), { ...webhook, body: variables })).toEqual([]);
  expect(await faults(selfService({}), { type: "KAFKA", payload: variables })).toEqual([]);
});

it("the blueprint that an upsert writes must exist, unless it is computed", async () => {
  const upsert = (blueprintIdentifier: string) => ({
    type: "UPSERT_ENTITY",
    blueprintIdentifier,
    mapping: {},
  });
  expect(await faults(selfService({}), upsert("x"))).toEqual(["invocationMethod.blueprintIdentifier"]);
  expect(await faults(selfService({}), upsert("{{ .inputs.a }}"))).toEqual([]);
});

import { isObject, type Json, propertiesOfRules, type Surroundings, surroundQuery } from "./surroundings";

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/**
 * What an action names: its blueprint with the properties of its condition, those of its inputs with the properties of their
 * datasets and sorting, and what sets off an automation.
 */
export function aroundAction(around: Surroundings, action: Json): void {
  const trigger = isObject(action.trigger) ? action.trigger : {};
  const event = isObject(trigger.event) ? trigger.event : {};
  const own = nameOf(trigger.blueprintIdentifier);
  if (own) {
    around.stub(own);
    surround(around, trigger.condition, own);
  }
  const watched = nameOf(event.blueprintIdentifier);
  if (watched) {
    const timer = nameOf(event.propertyIdentifier);
    const stub = around.stub(watched);
    if (timer) stub.properties[timer] = { type: "string", format: "timer" };
  }
  const invocation = isObject(action.invocationMethod) ? action.invocationMethod : {};
  const written = invocation.type === "UPSERT_ENTITY" ? nameOf(invocation.blueprintIdentifier) : null;
  if (written && !written.includes("{{")) around.stub(written);
  const userInputs = isObject(trigger.userInputs) ? trigger.userInputs : {};
  for (const input of Object.values(isObject(userInputs.properties) ? userInputs.properties : {}))
    if (isObject(input)) aroundInput(around, input);
}

function aroundInput(around: Surroundings, input: Json): void {
  const items = isObject(input.items) ? input.items : {};
  for (const holder of [input, items]) {
    const blueprint = nameOf(holder.blueprint) ?? nameOf(input.blueprint);
    if (!blueprint) continue;
    const stub = around.stub(blueprint);
    surround(around, holder.dataset, blueprint);
    const sort = isObject(holder.sort) ? nameOf(holder.sort.property) : null;
    if (sort && !sort.startsWith("$")) stub.properties[sort] ??= { type: "string" };
  }
}

/** Makes the properties and relations that a query over entities of `blueprint` asks for, and those of who asks. */
function surround(around: Surroundings, query: unknown, blueprint: string): void {
  if (!isObject(query)) return;
  propertiesOfRules(query, around.stub(blueprint));
  surroundQuery(around, query, [blueprint]);
  for (const rule of rulesIn(query))
    for (const side of [rule.property, rule.value])
      if (isObject(side) && typeof side.context === "string" && typeof side.property === "string") {
        if (side.property.startsWith("$")) continue;
        const holder = around.stub(side.context === "user" ? "_user" : "_team");
        holder.properties[side.property] ??= { type: "string" };
      }
}

const rulesIn = (query: Json): Json[] =>
  listOf(query.rules)
    .filter(isObject)
    .flatMap((rule) => (Array.isArray(rule.rules) ? rulesIn(rule) : [rule]));

const nameOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

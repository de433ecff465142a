import type { KnownBlueprints } from "@/server/catalog/core/blueprint-rules";
import { type KeyOf, renameInQuery } from "@/server/catalog/core/rename-paths";
import { renameBehind } from "@/server/catalog/core/rename-text";
import { isDynamic } from "@/server/properties/kind";
import type { InputDefinition } from "./definition/user-inputs";
import { pickerOf } from "./form/expressions";

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectAt = (value: unknown, key: string): Json =>
  isObject(value) && isObject(value[key]) ? value[key] : {};

/** Where an action names a key of a blueprint; `unclear` are places where a person has to tell what a word means. */
export interface ActionRename<T> {
  definition: T;
  renamed: boolean;
  unclear: boolean;
}

/** What is renamed, and what was found so far. */
interface Renaming {
  subject: KeyOf;
  to: string;
  known: KnownBlueprints;
  renamed: boolean;
  unclear: boolean;
}

/**
 * An action or automation after a key of a blueprint got another name: the keys of the entity that it makes, the queries that
 * narrow its choices and say where it is offered, what it sorts by, the timer that sets it off, and every expression that
 * reads the key from the entity acted on, from one that an input picks or from one that changed.
 */
export function renameInAction<T extends object>(
  definition: T,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): ActionRename<T> {
  const next = structuredClone(definition) as Json;
  const state: Renaming = { subject, to, known, renamed: false, unclear: false };
  const trigger = objectAt(next, "trigger");
  const invocation = objectAt(next, "invocationMethod");
  const inputs = Object.entries(objectAt(trigger.userInputs, "properties")).filter(
    (entry): entry is [string, InputDefinition & Json] => isObject(entry[1]),
  );
  for (const [, input] of inputs) renameChoices(state, input);
  renameCondition(state, trigger);
  renameEvent(state, objectAt(trigger, "event"));
  renameMapping(state, trigger, invocation);
  renameExpressions(state, next, holdersIn(trigger, inputs, subject.blueprint));
  return { definition: next as T, renamed: state.renamed, unclear: state.unclear };
}

function renameChoices(state: Renaming, input: InputDefinition & Json): void {
  const { blueprint } = pickerOf(input) ?? {};
  if (!blueprint) return;
  for (const holder of [input, objectAt(input, "items")]) {
    renameQueryAt(state, holder, "dataset", blueprint);
    const sort = objectAt(holder, "sort");
    if (isOwnProperty(state, blueprint, sort.property)) set(state, sort, "property");
  }
}

const isOwnProperty = ({ subject }: Renaming, blueprint: unknown, key: unknown): boolean =>
  subject.kind !== "relation" && blueprint === subject.blueprint && key === subject.key;

function set(state: Renaming, holder: Json, key: string): void {
  holder[key] = state.to;
  state.renamed = true;
}

function renameQueryAt(state: Renaming, holder: Json, key: string, blueprint: string): void {
  if (!isObject(holder[key])) return;
  const { query, renamed } = renameInQuery(holder[key], blueprint, state.subject, state.to, state.known);
  holder[key] = query;
  state.renamed ||= renamed;
}

/** On which entities an action is offered. The condition of an automation is made of expressions. */
function renameCondition(state: Renaming, trigger: Json): void {
  if (typeof trigger.blueprintIdentifier === "string")
    renameQueryAt(state, trigger, "condition", trigger.blueprintIdentifier);
}

function renameEvent(state: Renaming, event: Json): void {
  if (isOwnProperty(state, event.blueprintIdentifier, event.propertyIdentifier))
    set(state, event, "propertyIdentifier");
}

/** The keys of the entity that is made: of the blueprint acted on, or of the one that an upsert names itself. */
function renameMapping(state: Renaming, trigger: Json, invocation: Json): void {
  const { subject, to } = state;
  const upsert = invocation.type === "UPSERT_ENTITY";
  const blueprint = (upsert ? invocation : trigger).blueprintIdentifier;
  const mapping = objectAt(invocation, "mapping");
  const member = memberOf(subject);
  const mapped = mapping[member];
  if (blueprint !== subject.blueprint || !isObject(mapped) || !Object.hasOwn(mapped, subject.key)) return;
  mapping[member] = Object.fromEntries(
    Object.entries(mapped).map(([key, value]) => [key === subject.key ? to : key, value]),
  );
  state.renamed = true;
}

const memberOf = ({ kind }: KeyOf) => (kind === "relation" ? "relations" : "properties");

/** Where expressions find entities of a blueprint, as paths. */
function holdersIn(trigger: Json, inputs: [string, InputDefinition][], blueprint: string): string[][] {
  const event = objectAt(trigger, "event");
  return [
    ...(trigger.blueprintIdentifier === blueprint ? [["entity"]] : []),
    ...(event.blueprintIdentifier === blueprint
      ? [
          ["diff", "before"],
          ["diff", "after"],
        ]
      : []),
    ...(event.blueprintIdentifier === blueprint
      ? [
          ["event", "diff", "before"],
          ["event", "diff", "after"],
        ]
      : []),
    ...inputs.flatMap(([key, input]) =>
      pickerOf(input)?.blueprint === blueprint
        ? [
            ["form", key],
            ["inputs", key],
          ]
        : [],
    ),
  ];
}

/** Goes through the whole definition: expressions are known by where they stand, templates by their braces. */
function renameExpressions(state: Renaming, definition: Json, holders: string[][]): void {
  const { subject, to } = state;
  if (holders.length === 0) return;
  const inJq = (text: string): string => {
    const result = renameBehind(text, holders, memberOf(subject), subject.key, to);
    state.renamed ||= result.renamed;
    state.unclear ||= result.unclear;
    return result.text;
  };
  const walk = (node: unknown, key: string): unknown => {
    if (typeof node === "string")
      return key === "jqQuery" || key === "constraint" || key === "expressions" || node.includes("{{")
        ? inJq(node)
        : node;
    if (Array.isArray(node)) return node.map((item) => walk(item, key));
    if (!isObject(node)) return node;
    if (isDynamic(node)) return { ...node, jqQuery: inJq(node.jqQuery) };
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, walk(value, name)]));
  };
  for (const part of ["trigger", "invocationMethod"])
    if (isObject(definition[part])) definition[part] = walk(definition[part], part);
}

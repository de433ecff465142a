import type { Issue } from "@/server/kernel/errors";
import { checkDefinitions } from "@/server/properties/check";
import { SCHEMA_KEYWORDS } from "@/server/properties/json-schema/keywords";
import { CONSTRAINTS } from "@/server/properties/spec";
import type { PropertyDefinition } from "@/server/properties/schema";
import { pickerOf } from "../form/expressions";
import { inputKeysSchema, type InputDefinition, type InputDefinitions } from "./user-inputs";

type Path = (string | number)[];

/** What every definition may say of itself. */
const COMMON = ["type", "title", "description", "icon", "format", "default", "blueprint", ...CONSTRAINTS];
/** What only inputs have, and not their items. */
const OF_INPUTS = Object.keys(inputKeysSchema.shape);

/** Faults of the inputs, each with its place below `properties`. Those of the property language come first and alone. */
export function checkInputs(properties: InputDefinitions): Issue[] {
  const faults = checkDefinitions(properties, "input");
  if (faults.length) return faults;
  return Object.entries(properties).flatMap(([key, input]) =>
    [
      ...checkKeys(input, []),
      ...checkDependsOn(key, input, properties),
      ...checkPicker(input),
      ...checkEncryption(input),
    ].map(({ path, message }) => ({ path: [key, ...path], message })),
  );
}

/** A key that means nothing would be ignored, and a misspelt one with it. */
function checkKeys(definition: PropertyDefinition, at: Path): Issue[] {
  const known: readonly string[] = [
    ...COMMON,
    ...(at.length ? ["dataset", "sort"] : OF_INPUTS),
    ...(definition.type === "object" ? SCHEMA_KEYWORDS : []),
    ...(definition.format === "file" ? ["accept"] : []),
  ];
  const issues = Object.keys(definition)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: [...at, key], message: unknownKey(key, known) }));
  const { items } = definition;
  return items ? [...issues, ...checkKeys(items as PropertyDefinition, [...at, "items"])] : issues;
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = known.find((other) => isMisspelling(key, other));
  if (key === "required") return '"required" is a list beside "properties", with the keys of the inputs.';
  return `An input has no "${key}". ${meant ? `Did you mean "${meant}"?` : "Remove it."}`;
}

/** One letter too many, too few, or another, whatever the case. */
function isMisspelling(given: string, meant: string): boolean {
  const [a, b] = [given.toLowerCase(), meant.toLowerCase()];
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}

function checkDependsOn(key: string, { dependsOn = [] }: InputDefinition, all: InputDefinitions): Issue[] {
  return dependsOn.flatMap((other, i) => {
    if (other === key) return [{ path: ["dependsOn", i], message: "An input cannot depend on itself." }];
    return Object.hasOwn(all, other)
      ? []
      : [{ path: ["dependsOn", i], message: `There is no input "${other}".` }];
  });
}

/** What narrows or sorts choices needs entities to choose from. */
function checkPicker(input: InputDefinition): Issue[] {
  const items = (input.type === "array" ? input.items : undefined) as InputDefinition | undefined;
  if (pickerOf(input)?.kind === "entity")
    return (["dataset", "sort"] as const)
      .filter((key) => input[key] !== undefined && items?.[key] !== undefined)
      .map((key) => ({ path: [key], message: `The items have a "${key}" too. Remove one of the two.` }));
  return [
    { holder: input, at: [] },
    { holder: items, at: ["items"] },
  ].flatMap(({ holder, at }) =>
    (["dataset", "sort"] as const)
      .filter((key) => holder?.[key] !== undefined)
      .map((key) => ({
        path: [...at, key],
        message: `"${key}" is for inputs of format "entity". Set the format and the blueprint, or remove it.`,
      })),
  );
}

/** Text of one line or several, and objects. A choice or a default would stand readable in the definition. */
function checkEncryption(input: InputDefinition): Issue[] {
  if (input.encryption === undefined) return [];
  const { type, format } = input;
  const fits =
    (type === "string" && (format === undefined || format === "multi-line")) ||
    (type === "object" && format === undefined);
  if (!fits)
    return [
      {
        path: ["encryption"],
        message: 'Only text, text of format "multi-line" and objects can be encrypted.',
      },
    ];
  return (["default", "enum"] as const)
    .filter((key) => input[key] !== undefined && input[key] !== null)
    .map((key) => ({
      path: [key],
      message: `A secret cannot have "${key}": it would stand readable in the definition. Remove it, or "encryption".`,
    }));
}

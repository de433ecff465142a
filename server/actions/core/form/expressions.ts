import { isDynamic } from "@/server/properties/kind";
import type { Query } from "@/server/catalog/core/query/schema";
import type { InputDefinition, InputSort, UserInputs } from "../definition/user-inputs";

/** The keys of an input whose value an expression may give, beside the values of its dataset. */
export const COMPUTED_KEYS = [
  "visible",
  "disabled",
  "readOnly",
  "default",
  "enum",
  "title",
  "description",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minItems",
  "maxItems",
  "uniqueItems",
] as const;
/** Those of the items of a list. */
export const COMPUTED_ITEM_KEYS: readonly string[] = [
  "enum",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
];

/** An expression of an input, by the key whose value it gives; `items.enum` is that of a list's items. */
export interface Expression {
  key: string;
  jq: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The expressions of an input, those of its dataset apart. */
export function expressionsOf(definition: InputDefinition): Expression[] {
  const of = (from: Record<string, unknown>, prefix: string) =>
    Object.entries(from).flatMap(([key, value]) =>
      isDynamic(value) ? [{ key: prefix + key, jq: value.jqQuery }] : [],
    );
  return [...of(definition, ""), ...(isObject(definition.items) ? of(definition.items, "items.") : [])];
}

/** What an input that picks picks from; null for an input of another kind. */
export interface Picker {
  kind: "entity" | "user" | "team";
  blueprint: string | null;
  dataset: Query | null;
  sort: InputSort | null;
  list: boolean;
}

const PICKED: readonly unknown[] = ["entity", "user", "team"];

/** The picker of an input, or of the items of a list. What the items leave unsaid, the list says. */
export function pickerOf(definition: InputDefinition): Picker | null {
  const list = definition.type === "array";
  const of = list
    ? ({ ...definition, format: undefined, ...definition.items } as InputDefinition)
    : definition;
  if (!PICKED.includes(of.format) || (of.type !== "string" && !list)) return null;
  return {
    kind: of.format as Picker["kind"],
    blueprint: of.blueprint ?? null,
    dataset: of.dataset ?? definition.dataset ?? null,
    sort: of.sort ?? definition.sort ?? null,
    list,
  };
}

/** The expressions among the values of a query. */
export function expressionsInQuery(query: unknown): string[] {
  if (Array.isArray(query)) return query.flatMap(expressionsInQuery);
  if (!isObject(query)) return [];
  if (isDynamic(query)) return [query.jqQuery];
  return Object.values(query).flatMap(expressionsInQuery);
}

/** Every expression that decides about one input alone. */
export function allExpressionsOf(definition: InputDefinition): string[] {
  return [
    ...expressionsOf(definition).map(({ jq }) => jq),
    ...expressionsInQuery(pickerOf(definition)?.dataset ?? null),
  ];
}

/** Whether what a form shows depends on the values, the entity or the person: then the server has to be asked. */
export function isDynamicForm({
  properties,
  required,
  titles = {},
  steps = [],
  validations = [],
}: UserInputs): boolean {
  return (
    isDynamic(required) ||
    validations.length > 0 ||
    Object.values(titles).some((title) => isDynamic(title.visible)) ||
    steps.some((step) => isDynamic(step.visible) || (step.validations ?? []).length > 0) ||
    Object.values(properties).some(
      (definition) => expressionsOf(definition).length > 0 || pickerOf(definition)?.dataset,
    )
  );
}

/** The secret inputs of a form: their values never go where the form is evaluated. */
export const secretsOf = ({ properties }: Pick<UserInputs, "properties">): string[] =>
  Object.entries(properties).flatMap(([key, { encryption }]) => (encryption === undefined ? [] : [key]));

/** The secret inputs that have a value. */
export const secretsAmong = (
  userInputs: Pick<UserInputs, "properties">,
  values: Readonly<Record<string, unknown>>,
): string[] =>
  secretsOf(userInputs).filter(
    (key) => Object.hasOwn(values, key) && ![undefined, null, ""].includes(values[key] as null),
  );

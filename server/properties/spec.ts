import type * as z from "zod";
import type { Issue } from "@/server/kernel/errors";
import type { Kind } from "./kind";
import type { JsonSchema, PropertyDefinition, PropertyType, Scope } from "./schema";

export type Path = (string | number)[];

/** The published constraints; each kind names those that mean something for it. */
export const CONSTRAINTS = [
  "enum",
  "enumColors",
  "minLength",
  "maxLength",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minItems",
  "maxItems",
  "uniqueItems",
  "items",
  "spec",
  "specAuthentication",
] as const;
export type Constraint = (typeof CONSTRAINTS)[number];

/** How a kind that holds others (a choice, a list) reaches their kinds; the registry passes it in. */
export type SpecOf = (definition: PropertyDefinition) => PropertyTypeSpec;
export interface Nested {
  specOf: SpecOf;
  checkDefinition(definition: unknown, at: Path, scope: Scope): Issue[];
}

/** Everything that is known of one kind of value. Pure: no I/O, no clock, the same in browser and server. */
export interface PropertyTypeSpec {
  kind: Kind;
  type: PropertyType;
  /** For people who build a blueprint or a form. */
  label: string;
  /** What it is for, in a sentence. */
  description: string;
  scopes: readonly Scope[];
  constraints: readonly Constraint[];
  /** Values of `spec` that the kind can carry. */
  specs?: readonly string[];
  /** Is this the kind of the definition? True for exactly one kind of the registry. */
  matches(definition: PropertyDefinition): boolean;
  /** Faults of the definition beyond those common to all kinds; paths start at `at`. */
  check(definition: PropertyDefinition, at: Path, scope: Scope, nested: Nested): Issue[];
  /** The schema of a present value. The definition must have passed `check`. */
  compile(definition: PropertyDefinition, specOf: SpecOf): z.ZodType;
  jsonSchema(definition: PropertyDefinition, specOf: SpecOf): JsonSchema;
  /** What a form starts with when there is neither a value nor a default. */
  empty: unknown;
  /** A valid value, for previews and examples. */
  sample(definition: PropertyDefinition, specOf: SpecOf): unknown;
}

/** Title, description and default as JSON Schema writes them. */
export function annotations(definition: PropertyDefinition): JsonSchema {
  const { title, description, default: fallback } = definition;
  return {
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(fallback !== undefined &&
    !(typeof fallback === "object" && fallback !== null && "jqQuery" in fallback)
      ? { default: fallback }
      : {}),
  };
}

/** The members of `definition` with these keys, where they are set. */
export function pick(definition: PropertyDefinition, keys: readonly string[]): JsonSchema {
  return Object.fromEntries(
    keys.filter((key) => definition[key] !== undefined).map((key) => [key, definition[key]]),
  );
}

/** The definition of a choice without its list: the type that the choices must have. */
export function withoutChoices(definition: PropertyDefinition): PropertyDefinition {
  return { ...definition, enum: undefined, default: undefined };
}

/** A fault when a constraint is not a whole number of at least 0, or a lower bound lies above its upper one. */
export function checkCounts(definition: PropertyDefinition, at: Path, low: string, high: string): Issue[] {
  const issues: Issue[] = [];
  for (const key of [low, high]) {
    const value = definition[key];
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 0))
      issues.push({ path: [...at, key], message: `"${key}" must be a whole number of at least 0.` });
  }
  const [from, to] = [definition[low], definition[high]];
  if (!issues.length && typeof from === "number" && typeof to === "number" && from > to)
    issues.push({
      path: [...at, low],
      message: `"${low}" (${from}) is above "${high}" (${to}), so no value could be valid.`,
    });
  return issues;
}

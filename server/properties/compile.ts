import * as z from "zod";
import { withoutDynamic } from "./check";
import { annotations } from "./spec";
import type { JsonSchema, PropertyDefinition, PropertySet, Scope } from "./schema";
import { storableIssues } from "./storable";
import { jsonSchemaOf, schemaOf } from "./types/registry";

export interface CompiledSet {
  /** Strict: a key that is not defined is an issue at that key. A key that is not required may be left out or null. */
  schema: z.ZodType<Record<string, unknown>>;
  /** The same as JSON Schema (draft 7). */
  jsonSchema: JsonSchema;
  /** A copy of the values, with the default of each key that is left out. What a form computes has none here. */
  withDefaults(values: Record<string, unknown>): Record<string, unknown>;
}

/**
 * Compiles a set of definitions, which must have passed `checkDefinitions`, to zod and JSON Schema.
 * Runs the same in browser and server. Paths of issues start at the key.
 */
export function compile(set: PropertySet, { scope }: { scope: Scope }): CompiledSet {
  const definitions = new Map<string, PropertyDefinition>(
    Object.entries(set.properties).map(([key, definition]) => [key, withoutDynamic(definition, scope)]),
  );
  const required = new Set(Array.isArray(set.required) ? set.required : []);
  const schemas = new Map([...definitions].map(([key, definition]) => [key, schemaOf(definition)]));
  const check = (
    values: Record<string, unknown>,
    refuse: (path: (string | number)[], message: string) => void,
  ) => {
    for (const { path, message } of storableIssues(values)) refuse(path, message);
    for (const key of required) {
      const value = Object.hasOwn(values, key) ? values[key] : undefined;
      if (value === undefined || value === null)
        refuse([key], `${named(key, definitions.get(key))} is required.`);
    }
    for (const [key, value] of Object.entries(values)) {
      const schema = schemas.get(key);
      if (!schema) {
        refuse([key], unknownKey(key, scope, definitions));
        continue;
      }
      if (value === undefined || value === null) continue;
      const parsed = schema.safeParse(value);
      if (parsed.success) continue;
      for (const issue of parsed.error.issues)
        refuse([key, ...issue.path.map((p) => (typeof p === "symbol" ? String(p) : p))], issue.message);
    }
  };
  return {
    schema: z
      .custom<Record<string, unknown>>(
        (value) => typeof value === "object" && value !== null && !Array.isArray(value),
        {
          error: "Must be an object of values by key.",
        },
      )
      .superRefine((values, ctx) =>
        check(values, (path, message) => ctx.addIssue({ code: "custom", path, message })),
      ),
    jsonSchema: {
      type: "object",
      properties: Object.fromEntries(
        [...definitions].map(([key, definition]) => [
          key,
          required.has(key) ? jsonSchemaOf(definition) : nullable(jsonSchemaOf(definition), definition),
        ]),
      ),
      ...(required.size ? { required: [...required] } : {}),
      additionalProperties: false,
    },
    withDefaults: (values) => {
      const filled = { ...values };
      for (const [key, { default: fallback }] of definitions)
        if (fallback !== undefined && (!Object.hasOwn(filled, key) || filled[key] === undefined))
          filled[key] = structuredClone(fallback);
      return filled;
    },
  };
}

const named = (key: string, definition?: PropertyDefinition) =>
  definition?.title ? `"${key}" (${definition.title})` : `"${key}"`;

function unknownKey(key: string, scope: Scope, definitions: Map<string, PropertyDefinition>): string {
  const what = scope === "input" ? "input" : "property";
  const known = [...definitions.keys()].slice(0, 20).join(", ");
  return `There is no ${what} "${key}". ${known ? `Known: ${known}${definitions.size > 20 ? ", …" : ""}.` : `None is defined.`}`;
}

function nullable(schema: JsonSchema, definition: PropertyDefinition): JsonSchema {
  const words = annotations(definition);
  const bare = Object.fromEntries(Object.entries(schema).filter(([key]) => !(key in words)));
  return { ...words, anyOf: [bare, { type: "null" }] };
}

import * as z from "zod";
import { checkJsonSchema } from "../json-schema/check";
import { SCHEMA_KEYWORDS } from "../json-schema/keywords";
import { validateJson } from "../json-schema/validate";
import { kindOf } from "../kind";
import type { JsonSchema, PropertyDefinition } from "../schema";
import { annotations, type PropertyTypeSpec } from "../spec";

/** The part of a definition that is JSON Schema of the object's members. */
export function memberSchema(definition: PropertyDefinition): JsonSchema {
  return Object.fromEntries(
    SCHEMA_KEYWORDS.filter(
      (key) => definition[key] !== undefined && !(key === "required" && !Array.isArray(definition[key])),
    ).map((key) => [key, definition[key]]),
  );
}

/** Any JSON object, as far as the JSON Schema in the definition allows. */
export const objectType: PropertyTypeSpec = {
  kind: "object",
  type: "object",
  label: "Object",
  description: "JSON of any shape, or of one that you describe.",
  scopes: ["property", "input"],
  constraints: ["spec", "specAuthentication"],
  specs: ["open-api", "async-api"],
  matches: (definition) => kindOf(definition) === "object",
  check: (definition, at) => checkJsonSchema(memberSchema(definition), at),
  compile: (definition) => {
    const schema = memberSchema(definition);
    return z
      .custom<Record<string, unknown>>(
        (value) => typeof value === "object" && value !== null && !Array.isArray(value),
        {
          error: "Must be an object.",
        },
      )
      .superRefine((value, ctx) => {
        for (const { path, message } of validateJson(schema, value))
          ctx.addIssue({ code: "custom", path, message });
      });
  },
  jsonSchema: (definition) => ({ type: "object", ...annotations(definition), ...memberSchema(definition) }),
  empty: null,
  sample: (definition) => definition.default ?? {},
};

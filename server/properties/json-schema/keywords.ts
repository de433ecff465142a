/**
 * The keywords of JSON Schema (draft 7) that an object property may use. An interpreter reads them: a compiler to
 * JavaScript would need `unsafe-eval` in the browser's content policy, and would match patterns in exponential time.
 */
export const SCHEMA_KEYWORDS = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "propertyNames",
  "required",
  "minProperties",
  "maxProperties",
  "dependencies",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "const",
  "$ref",
  "$dynamicRef",
  "dependentSchemas",
  "dependentRequired",
  "unevaluatedProperties",
] as const;

/** Keywords that would have to be followed or remembered; refused on save rather than silently ignored. */
export const UNSUPPORTED = [
  "$ref",
  "$dynamicRef",
  "$recursiveRef",
  "dependentSchemas",
  "dependentRequired",
  "unevaluatedProperties",
  "unevaluatedItems",
  "prefixItems",
  "minContains",
  "maxContains",
] as const;

export const JSON_TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

import type { Issue } from "@/server/kernel/errors";
import { patternFault } from "../pattern";
import type { Path } from "../spec";
import { isObject, JSON_TYPES, UNSUPPORTED } from "./keywords";

/** Faults of a JSON Schema, each at its keyword. Keywords that nobody knows are notes and pass, as the standard says. */
export function checkJsonSchema(schema: unknown, at: Path): Issue[] {
  if (typeof schema === "boolean") return [];
  if (!isObject(schema)) return [{ path: at, message: "Must be a JSON Schema: an object, true or false." }];
  const issues: Issue[] = [];
  const refuse = (key: string, message: string) => issues.push({ path: [...at, key], message });
  for (const key of UNSUPPORTED)
    if (schema[key] !== undefined)
      refuse(key, `"${key}" is not supported. Write the schema in place with draft 7 keywords.`);
  for (const [key, value] of Object.entries(schema)) {
    const check = KEYWORDS[key];
    if (check && value !== undefined) issues.push(...check(value, [...at, key]));
  }
  return issues;
}

type Check = (value: unknown, at: Path) => Issue[];

const must =
  (test: (value: unknown) => boolean, message: string): Check =>
  (value, path) =>
    test(value) ? [] : [{ path, message }];

const isTexts = (value: unknown) => Array.isArray(value) && value.every((v) => typeof v === "string");
const count = must((v) => Number.isInteger(v) && (v as number) >= 0, "Must be a whole number of at least 0.");
const number = must((v) => Number.isFinite(v), "Must be a number.");

const schemas: Check = (value, at) =>
  Array.isArray(value) && value.length > 0
    ? value.flatMap((schema, i) => checkJsonSchema(schema, [...at, i]))
    : [{ path: at, message: "Must be a list of at least one schema." }];

const schemaMap: Check = (value, at) =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, schema]) => checkJsonSchema(schema, [...at, key]))
    : [{ path: at, message: "Must be an object of schemas by key." }];

const patternMap: Check = (value, at) => {
  if (!isObject(value)) return schemaMap(value, at);
  const faults = Object.keys(value).flatMap((pattern) => {
    const fault = patternFault(pattern);
    return fault ? [{ path: [...at, pattern], message: fault }] : [];
  });
  return [...faults, ...schemaMap(value, at)];
};

const KEYWORDS: Record<string, Check | undefined> = Object.assign(
  Object.create(null) as Record<string, Check>,
  {
    type: must(
      (v) => {
        const list: unknown[] = Array.isArray(v) ? v : [v];
        return list.length > 0 && list.every((t) => (JSON_TYPES as readonly unknown[]).includes(t));
      },
      `Must be one or several of ${JSON_TYPES.join(", ")}.`,
    ),
    enum: must((v) => Array.isArray(v) && v.length > 0, "Must be a list of at least one value."),
    minimum: number,
    maximum: number,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    multipleOf: must((v) => Number.isFinite(v) && (v as number) > 0, "Must be a number above 0."),
    minLength: count,
    maxLength: count,
    minItems: count,
    maxItems: count,
    minProperties: count,
    maxProperties: count,
    uniqueItems: must((v) => typeof v === "boolean", "Must be true or false."),
    required: must(isTexts, "Must be a list of keys."),
    pattern: (value, path) => {
      const fault = patternFault(value);
      return fault ? [{ path, message: fault }] : [];
    },
    items: (value, at) =>
      Array.isArray(value)
        ? [{ path: at, message: "Must be one schema for all items; a list of schemas is not supported." }]
        : checkJsonSchema(value, at),
    contains: checkJsonSchema,
    propertyNames: checkJsonSchema,
    additionalProperties: checkJsonSchema,
    not: checkJsonSchema,
    if: checkJsonSchema,
    then: checkJsonSchema,
    else: checkJsonSchema,
    allOf: schemas,
    anyOf: schemas,
    oneOf: schemas,
    properties: schemaMap,
    patternProperties: patternMap,
    dependencies: (value, at) =>
      isObject(value)
        ? Object.entries(value).flatMap(([key, d]) => (isTexts(d) ? [] : checkJsonSchema(d, [...at, key])))
        : [{ path: at, message: "Must be an object of keys or schemas by key." }],
  } satisfies Record<string, Check>,
);

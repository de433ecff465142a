import { isDynamic } from "@/server/properties/kind";
import type { PropertyDefinition, PropertyDefinitions } from "@/server/properties/schema";
import type { FieldErrors } from "./form-store";
import { labelOf } from "./kind";
import { fromRaw, toRaw, Unreadable } from "./value";
import type { RawValue } from "./value";

/** What a form holds, by field name. */
export type RawValues = Record<string, RawValue>;

export interface FieldIssue {
  path: (string | number)[];
  message: string;
}

/**
 * Name of a property's field. Keys of properties may hold dots and brackets, which the form library would read as a path;
 * the position in the form cannot.
 */
export const fieldName = (index: number): string => `f${index}`;

/** Start of a form: stored or given values first, then defaults. */
export function initialValues(
  keys: readonly string[],
  properties: PropertyDefinitions,
  values: Readonly<Record<string, unknown>> = {},
): RawValues {
  return Object.fromEntries(
    keys.map((key, index) => {
      const definition = properties[key] as PropertyDefinition;
      return [
        fieldName(index),
        toRaw(
          Object.hasOwn(values, key)
            ? values[key]
            : isDynamic(definition.default)
              ? undefined
              : definition.default,
          definition,
        ),
      ];
    }),
  );
}

/**
 * The values to send, and what could not be read at all. What a person emptied that has a default is sent as null: left
 * out, it would come back as the default.
 */
export function collectValues(
  raw: RawValues,
  keys: readonly string[],
  properties: PropertyDefinitions,
  { required = [], touched }: { required?: readonly string[]; touched?: ReadonlySet<string> } = {},
): { values: Record<string, unknown>; issues: FieldIssue[] } {
  const values: Record<string, unknown> = {};
  const issues: FieldIssue[] = [];
  keys.forEach((key, index) => {
    const name = fieldName(index);
    const definition = properties[key] as PropertyDefinition;
    try {
      const value = fromRaw(raw[name], definition, required.includes(key));
      if (value !== undefined) values[key] = value;
      else if (touched?.has(name) && (definition.default ?? null) !== null) values[key] = null;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      issues.push({ path: [key, ...error.path], message: error.message });
    }
  });
  return { values, issues };
}

/** Where in a value a fault is, in words: "Item 2", "Network, item 1, Port". */
function placeOf(path: readonly (string | number)[]): string {
  const words = path.map((part) => (typeof part === "number" ? `item ${part + 1}` : labelOf(part, {})));
  const text = words.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The issues of each field, by field name; paths start with the property's key. An issue inside a value says where;
 * what fits no field comes back apart.
 */
export function issuesByField(
  issues: readonly FieldIssue[],
  keys: readonly string[],
): { fields: FieldErrors; rest: FieldIssue[] } {
  const fields: FieldErrors = {};
  const rest: FieldIssue[] = [];
  for (const issue of issues) {
    const index = keys.indexOf(String(issue.path[0] ?? ""));
    if (index < 0) {
      rest.push(issue);
      continue;
    }
    const path = issue.path.slice(1);
    const inside = { path, message: issue.message };
    const first = fields[fieldName(index)];
    fields[fieldName(index)] = first
      ? { ...first, all: [...first.all, inside] }
      : {
          path,
          message: path.length === 0 ? issue.message : `${placeOf(path)}: ${issue.message}`,
          all: [inside],
        };
  }
  return { fields, rest };
}

/** Issues whose path starts with `prefix`, as the server writes it (`properties.name`), without it; others unchanged. */
export function withoutPrefix(issues: readonly FieldIssue[], prefix: string): FieldIssue[] {
  return issues.map((issue) => (issue.path[0] === prefix ? { ...issue, path: issue.path.slice(1) } : issue));
}

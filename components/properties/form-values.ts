import { isDynamic, kindOf } from "@/server/properties/kind";
import type { PropertyDefinition, PropertyDefinitions } from "@/server/properties/schema";
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

/** The values to send, and what could not be read at all. A required switch that nobody touched is sent as off, which is what it shows. */
export function collectValues(
  raw: RawValues,
  keys: readonly string[],
  properties: PropertyDefinitions,
  required: readonly string[] = [],
): { values: Record<string, unknown>; issues: FieldIssue[] } {
  const values: Record<string, unknown> = {};
  const issues: FieldIssue[] = [];
  keys.forEach((key, index) => {
    const definition = properties[key] as PropertyDefinition;
    try {
      const value =
        fromRaw(raw[fieldName(index)], definition) ??
        (kindOf(definition) === "boolean" && required.includes(key) ? false : undefined);
      if (value !== undefined) values[key] = value;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      issues.push({ path: [key], message: error.message });
    }
  });
  return { values, issues };
}

/**
 * The first issue of each field, by field name; paths start with the property's key. An issue inside a list says which
 * item; what fits no field comes back apart.
 */
export function issuesByField(
  issues: readonly FieldIssue[],
  keys: readonly string[],
): { fields: Record<string, FieldIssue>; rest: FieldIssue[] } {
  const fields: Record<string, FieldIssue> = {};
  const rest: FieldIssue[] = [];
  for (const issue of issues) {
    const index = keys.indexOf(String(issue.path[0] ?? ""));
    if (index < 0) {
      rest.push(issue);
      continue;
    }
    const item = typeof issue.path[1] === "number" ? issue.path[1] : undefined;
    fields[fieldName(index)] ??= {
      path: issue.path.slice(1),
      message: item === undefined ? issue.message : `Item ${item + 1}: ${issue.message}`,
    };
  }
  return { fields, rest };
}

/** Issues whose path starts with `prefix`, as the server writes it (`properties.name`), without it; others unchanged. */
export function withoutPrefix(issues: readonly FieldIssue[], prefix: string): FieldIssue[] {
  return issues.map((issue) => (issue.path[0] === prefix ? { ...issue, path: issue.path.slice(1) } : issue));
}

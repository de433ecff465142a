import { shapeOf } from "@/components/query/fields";
import type { QueryField, Shape } from "@/components/query/fields";
import { isGroup } from "@/components/query/query-types";
import type { RuleGroup } from "@/components/query/query-types";
import { fieldIdOf } from "@/components/query/subject";
import type { PropertyDefinition } from "@/server/properties/schema";

/** Shapes whose values repeat, so that it helps to count and to pick them. */
const COUNTED: readonly Shape[] = ["choice", "boolean", "number", "text", "user", "team", "entity", "list"];
/** Of these every entity has its own. */
const UNIQUE: readonly string[] = ["$identifier", "$title", "$icon"];

/** Whether the values of a column can be picked at its header. */
export function canPick(id: string, fields: readonly QueryField[]): boolean {
  const field = fields.find((one) => one.id === id);
  return field !== undefined && !UNIQUE.includes(id) && COUNTED.includes(shapeOf(field.definition));
}

/** Whether rows can be grouped by a column. */
export const canGroup = canPick;

/** Columns that a query says something about, at whatever depth. */
export function markedColumns(query: RuleGroup): Set<string> {
  const marked = new Set<string>();
  const walk = (group: RuleGroup) => {
    for (const node of group.rules) {
      if (isGroup(node)) walk(node);
      else marked.add(fieldIdOf(node) ?? "");
    }
  };
  walk(query);
  return marked;
}

/** A value that stands on a button or at a checkbox is no link to somewhere else. */
export const withoutLink = (definition: PropertyDefinition): PropertyDefinition =>
  ["entity", "url", "email", "idn-email"].includes(definition.format ?? "") ? { type: "string" } : definition;

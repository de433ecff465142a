import { itemDefinition } from "@/components/properties/kind";
import type { Query } from "@/server/catalog/core/query/schema";
import type { PropertyDefinition } from "@/server/properties/schema";
import { shapeOf } from "./fields";
import type { QueryField } from "./fields";
import type { Rule, RuleGroup } from "./query-types";

/** A value that is taken from whoever reads. */
export interface ContextValue {
  context: "user" | "userTeams";
  property: string;
}

export const isContext = (value: unknown): value is ContextValue =>
  typeof value === "object" && value !== null && "context" in value && "property" in value;

/** The field that a rule is about; undefined when it is about none. A target property other than the entity itself is left to JSON. */
export function fieldIdOf(rule: Rule): string | undefined {
  if (typeof rule.property === "string") return rule.property;
  if (isContext(rule.property)) return `${rule.property.context}:${rule.property.property}`;
  if (typeof rule.relation === "string" && rule.targetProperty !== "$title")
    return `relation:${rule.relation}`;
  return undefined;
}

/** The definition of one value: of an item where the field holds a list. */
export const valueDefinition = (field: QueryField): PropertyDefinition =>
  shapeOf(field.definition) === "list" ? itemDefinition(field.definition) : field.definition;

/** A query as the server takes it. What this type does not promise, the server checks. */
export const asQuery = (query: RuleGroup): Query => query as unknown as Query;

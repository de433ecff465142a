import { isQuery, type Query, type Rule } from "@/server/catalog/core/query/schema";

/** Both: what one and the other match. A part without rules is left out. */
export function both(...parts: (Query | Rule | null | undefined)[]): Query {
  const rules = parts.filter(
    (part): part is Query | Rule => part != null && !(isQuery(part) && part.rules.length === 0),
  );
  const [only] = rules;
  return rules.length === 1 && only && isQuery(only) ? only : { combinator: "and", rules };
}

/** The one blueprint that a query is about by its rule on $blueprint; null where it has none. */
export function blueprintOf({ combinator, rules }: Query): string | null {
  if (combinator === "or" && rules.length > 1) return null;
  for (const rule of rules) {
    if (isQuery(rule)) {
      const within = blueprintOf(rule);
      if (within !== null) return within;
    } else if (
      "property" in rule &&
      rule.property === "$blueprint" &&
      rule.operator === "=" &&
      typeof rule.value === "string"
    )
      return rule.value;
  }
  return null;
}

/** By what a chart tells entities apart. */
export type Key = { property: string } | { relation: string };

/** Matches those that have a value; null: those that have none. */
export const ruleOf = (key: Key, value: string | number | boolean | null): Rule =>
  value === null ? { ...key, operator: "isEmpty" } : { ...key, operator: "=", value };

/** Matches those that have none of these values. */
export function restOf(key: Key, values: readonly (string | number | boolean | null)[]): Query {
  const named = values.filter((value) => value !== null);
  return {
    combinator: "and",
    rules: [
      ...(named.length ? [{ ...key, operator: "notIn", value: named } as Rule] : []),
      ...(values.includes(null) ? [{ ...key, operator: "isNotEmpty" } as Rule] : []),
    ],
  };
}

/** Matches those whose moment lies in a span, both ends included, in ms since 1970. */
export const within = (property: string, from: number, to: number): Rule => ({
  property,
  operator: "between",
  value: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
});

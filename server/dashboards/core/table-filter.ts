import { isQuery, type PropertyRule, type Query, type Rule } from "@/server/catalog/core/query/schema";

/** What rows of a table have that a filter of a page may name. */
export type FactKey = "$blueprint" | "$identifier" | "$title" | "$team" | "$createdBy";

/** Values that a row may have, by what it has them for; nothing: any. */
export type Facts = Partial<Record<FactKey, string[]>>;

/** Who looks, for filters by one's own teams. */
export interface Looker {
  email: string | null;
  teams: readonly string[];
}

const named = (rule: Rule | Query): string => {
  if (isQuery(rule)) return "several conditions of which one must hold";
  if ("relation" in rule) return `"${rule.relation}"`;
  if ("property" in rule && typeof rule.property === "string") return `"${rule.property}"`;
  return "what it asks for";
};

/**
 * What a filter says of rows that are no entities. Out: the values that they may have, or what it names that they have not;
 * then it cannot narrow them.
 */
export function factsOf(
  { combinator, rules }: Query,
  keys: readonly FactKey[],
  looker: Looker,
): { facts: Facts } | { lacks: string } {
  const facts: Facts = {};
  const add = (more: Facts) => {
    for (const [key, values] of Object.entries(more) as [FactKey, string[]][])
      facts[key] = facts[key]?.filter((value) => values.includes(value)) ?? values;
  };
  if (combinator === "or" && rules.length > 1) return { lacks: named({ combinator, rules }) };
  for (const rule of rules) {
    const found = isQuery(rule) ? factsOf(rule, keys, looker) : ruled(rule, keys, looker);
    if ("lacks" in found) return found;
    add(found.facts);
  }
  return { facts };
}

function ruled(rule: Rule, keys: readonly FactKey[], looker: Looker): { facts: Facts } | { lacks: string } {
  const key = keys.find((one) => "property" in rule && rule.property === one);
  if (key === undefined || rule.not || !["=", "in", "containsAny"].includes(rule.operator))
    return { lacks: named(rule) };
  const values = valuesOf(rule as PropertyRule, looker);
  return values ? { facts: { [key]: values } } : { lacks: named(rule) };
}

function valuesOf({ value }: PropertyRule, { email, teams }: Looker): string[] | null {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") ? (value as string[]) : null;
  if (typeof value !== "object" || value === null || !("context" in value)) return null;
  if (value.property !== "$identifier") return null;
  return value.context === "userTeams" ? [...teams] : email === null ? [] : [email];
}

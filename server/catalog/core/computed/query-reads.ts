/** What a query looks at, as far as it decides when its result must be computed anew. */
export interface QueryReads {
  /** Properties of the entity itself. */
  keys: Set<string>;
  /** It may look at any property, as a rule by schema does. */
  any: boolean;
  /** It looks at related entities too. */
  foreign: boolean;
  /** Its result changes as time passes. */
  timed: boolean;
}

/**
 * Reads what a query in the published form looks at. `isProperty` says whether a key is one of the entity's own values;
 * what is neither that nor understood counts as a look at further entities.
 */
export function readQuery(query: unknown, isProperty: (key: string) => boolean): QueryReads {
  const reads: QueryReads = { keys: new Set(), any: false, foreign: false, timed: false };
  visit(query, reads, isProperty);
  return reads;
}

function visit(rule: unknown, reads: QueryReads, isProperty: (key: string) => boolean): void {
  if (typeof rule !== "object" || rule === null) return;
  if (Array.isArray(rule)) return rule.forEach((r) => visit(r, reads, isProperty));
  const { rules, property, operator, value, propertySchema } = rule as Record<string, unknown>;
  if (rules !== undefined) return visit(rules, reads, isProperty);
  if (typeof property === "string" && isProperty(property)) reads.keys.add(property);
  else if (propertySchema !== undefined) reads.any = true;
  else reads.foreign = true;
  if (operator === "isExpired" || operator === "isNotExpired") reads.timed = true;
  if (typeof value === "object" && value !== null && "preset" in value) reads.timed = true;
}

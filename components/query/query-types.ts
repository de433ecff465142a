/** A condition in the published form; which keys it has depends on its operator. While it is edited some may still be missing. */
export type Rule = Record<string, unknown>;

/** Conditions that must all hold, or of which one must; nested as deep as one likes. */
export interface RuleGroup {
  combinator: "and" | "or";
  rules: RuleNode[];
}

export type RuleNode = Rule | RuleGroup;

/** Where a condition stands: the index in each group on the way down. The whole query is []. */
export type RulePath = readonly number[];

/** A fault in a query, with its path from the root of the query as the server gives it. */
export interface QueryIssue {
  path: (string | number)[];
  message: string;
}

export const EMPTY_QUERY: RuleGroup = { combinator: "and", rules: [] };

export const isGroup = (node: RuleNode): node is RuleGroup =>
  Array.isArray((node as Partial<RuleGroup>).rules) && "combinator" in node;

/** Reads a query from JSON that anybody may have written; null for what is none. */
export function readQuery(value: unknown, depth = 0): RuleGroup | null {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return null;
  const { combinator, rules } = value as Partial<RuleGroup>;
  if ((combinator !== "and" && combinator !== "or") || !Array.isArray(rules)) return null;
  const nodes: RuleNode[] = [];
  for (const node of rules as unknown[]) {
    if (typeof node !== "object" || node === null || Array.isArray(node)) return null;
    if (!("rules" in node)) nodes.push(node as Rule);
    else {
      const group = readQuery(node, depth + 1);
      if (!group) return null;
      nodes.push(group);
    }
  }
  return { combinator, rules: nodes };
}

/** Deeper than anybody writes; a link with more must not exhaust the stack. */
const MAX_DEPTH = 50;

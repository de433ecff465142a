import { isGroup } from "./query-types";
import type { QueryIssue, RuleGroup, RuleNode, RulePath } from "./query-types";

/** The group or condition at a path; undefined when there is none. */
export function nodeAt(query: RuleGroup, path: RulePath): RuleNode | undefined {
  let node: RuleNode | undefined = query;
  for (const index of path) node = node && isGroup(node) ? node.rules[index] : undefined;
  return node;
}

/** The query with another node at a path; null removes it, and with it a group that became empty. */
export function changeAt(query: RuleGroup, path: RulePath, next: RuleNode | null): RuleGroup {
  const [index, ...rest] = path;
  if (index === undefined) return next && isGroup(next) ? next : { ...query, rules: [] };
  const child = query.rules[index];
  if (child === undefined) return query;
  const replaced = rest.length > 0 && isGroup(child) ? changeAt(child, rest, next) : next;
  const gone = replaced === null || (rest.length > 0 && isGroup(replaced) && replaced.rules.length === 0);
  return {
    ...query,
    rules: gone
      ? query.rules.filter((_, at) => at !== index)
      : query.rules.map((rule, at) => (at === index ? replaced : rule)),
  };
}

/** The query with a node added to the end of the group at a path. */
export function addAt(query: RuleGroup, path: RulePath, node: RuleNode): RuleGroup {
  const group = nodeAt(query, path);
  if (!group || !isGroup(group)) return query;
  return changeAt(query, path, { ...group, rules: [...group.rules, node] });
}

/** How many conditions a query has, at all depths. */
export const countRules = (query: RuleGroup): number =>
  query.rules.reduce((sum, node) => sum + (isGroup(node) ? countRules(node) : 1), 0);

/** The server's path of a node: rules.0.rules.1. */
const serverPath = (path: RulePath): string => path.flatMap((index) => ["rules", String(index)]).join(".");

/** Faults that belong to one condition, whatever part of it they name. */
export function issuesAt(issues: readonly QueryIssue[], path: RulePath): QueryIssue[] {
  const prefix = serverPath(path);
  return issues.filter(({ path: at }) => {
    const text = at.join(".");
    return text === prefix || text.startsWith(`${prefix}.`);
  });
}

/** Faults of a group itself, not of anything in it. */
export function issuesOfGroup(issues: readonly QueryIssue[], path: RulePath): QueryIssue[] {
  const prefix = serverPath(path);
  return issues.filter(({ path: at }) => {
    const text = at.join(".");
    const below = prefix === "" ? text : text === prefix ? "" : text.slice(prefix.length + 1);
    return (prefix === "" || text === prefix || text.startsWith(`${prefix}.`)) && !/^rules\.\d+/.test(below);
  });
}

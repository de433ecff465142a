import type { KnownBlueprints } from "@/server/catalog/core/blueprint-rules";
import { isQuery, type Query } from "@/server/catalog/core/query/schema";
import { type KeyOf, renameInQuery } from "@/server/catalog/core/rename-paths";
import { renameBehind, renameInJq } from "@/server/catalog/core/rename-text";
import { USER } from "@/server/catalog/core/system-blueprints";
import type { ActionDefinition, ActionPermissions } from "../schema";
import { pickerOf } from "./form/expressions";
import type { ActionPolicy } from "./policy";

/** The blueprints that the rules of a query name. */
function blueprintsOf(query: Query): string[] {
  return query.rules.flatMap((rule) => {
    if (isQuery(rule)) return blueprintsOf(rule);
    const { property, value } = rule as { property?: unknown; value?: unknown };
    return property === "$blueprint" ? [value].flat().filter((name) => typeof name === "string") : [];
  });
}

/** Whether a query looks among the entities of one blueprint and no other, so that its keys are that blueprint's. */
function isOnlyOf(query: Query, blueprint: string): boolean {
  const named = blueprintsOf(query);
  return named.length > 0 && named.every((name) => name === blueprint);
}

/**
 * Permissions after a key of a blueprint got another name: the rules of queries over its entities, and what conditions and
 * templates read of those, of the person, of the entity acted on and of picked ones. What may mean another key stays.
 */
export function renameInPermissions(
  permissions: ActionPermissions,
  { trigger }: Pick<ActionDefinition, "trigger">,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): { permissions: ActionPermissions; renamed: boolean } {
  const inputs = trigger.type === "self-service" ? Object.entries(trigger.userInputs.properties) : [];
  const own = trigger.type === "self-service" && trigger.blueprintIdentifier === subject.blueprint;
  const holders = [
    ...(own ? [["entity"]] : []),
    ...(subject.blueprint === USER ? [["user"], ["trigger", "user"]] : []),
    ...inputs.flatMap(([key, input]) =>
      pickerOf(input)?.blueprint === subject.blueprint ? [["inputs", key]] : [],
    ),
  ];
  let renamed = false;
  const follow = (policy: ActionPolicy): ActionPolicy => {
    const result = renameInPolicy(policy, holders, subject, to, known);
    renamed ||= result.renamed;
    return result.policy;
  };
  const part = <T extends { policy?: ActionPolicy | null }>(of: T): T =>
    of.policy ? { ...of, policy: follow(of.policy) } : of;
  const next = { execute: part(permissions.execute), approve: part(permissions.approve) };
  return { permissions: next, renamed };
}

function renameInPolicy(
  policy: ActionPolicy,
  holders: string[][],
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): { policy: ActionPolicy; renamed: boolean } {
  const member = subject.kind === "relation" ? "relations" : "properties";
  let renamed = false;
  const entries = Object.entries(policy.queries);
  const about = entries.filter(([, query]) => isOnlyOf(query, subject.blueprint)).map(([name]) => name);
  const inText = (text: string, where: string[][]): string => {
    // With nothing else in the results, what a condition reads of them is of this blueprint, behind whatever pipes.
    const result =
      about.length > 0 && about.length === entries.length && where !== holders && text.includes(".results")
        ? renameInJq(text, member, subject.key, to)
        : renameBehind(text, where, member, subject.key, to);
    renamed ||= result.renamed;
    return result.text;
  };
  const inTemplates = (value: unknown): unknown => {
    if (typeof value === "string") return value.includes("{{") ? inText(value, holders) : value;
    if (Array.isArray(value)) return value.map(inTemplates);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inTemplates(item)]));
  };
  const queries = entries.map(([name, query]) => {
    const blueprint = about.includes(name) ? subject.blueprint : "";
    const result = renameInQuery(query, blueprint, subject, to, known);
    renamed ||= result.renamed;
    return [name, inTemplates(result.query) as Query] as const;
  });
  const read = [...holders, ...about.map((name) => ["results", name, "entities"])];
  const conditions = policy.conditions.map((condition) => inText(condition, read));
  return { policy: { queries: Object.fromEntries(queries), conditions }, renamed };
}

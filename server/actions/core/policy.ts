import { z } from "zod";
import type { Entity } from "@/server/catalog/schema";
import { checkQuery } from "@/server/catalog/core/query/check";
import type { Query } from "@/server/catalog/core/query/schema";
import type { Issue } from "@/server/kernel/errors";
import { templateIssues } from "@/server/pipelines/core/template";
import { readsOf } from "./form/references-in-jq";

/** A query takes at most so many entities into its results. */
export const MOST_RESULTS = 1_000;

/** Text with `{{ jq }}` in it gets its value when the policy is asked; only then can its rule be checked. */
const isTemplated = (value: unknown): boolean =>
  typeof value === "string" ? value.includes("{{") : Array.isArray(value) && value.some(isTemplated);

/** Faults of a query of a policy, apart from those of rules whose values are templates. */
function queryIssues(query: unknown): Issue[] {
  const faults = checkQuery(query).filter(({ path }) => !isTemplated(valueAt(query, path)));
  return [...faults, ...templateIssues(query)];
}

const valueAt = (root: unknown, path: Issue["path"]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    root,
  );

export const policyQuerySchema = z.record(z.string(), z.unknown()).superRefine((query, ctx) => {
  for (const { path, message } of queryIssues(query)) ctx.addIssue({ code: "custom", path, message });
}) as unknown as z.ZodType<Query>;

/** Who may, computed from the catalog: searches by name, and jq over what they found. In the published format. */
export const actionPolicySchema = z.strictObject({
  queries: z
    .record(
      z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, "Use letters, digits, _ and - only."),
      policyQuerySchema,
    )
    .refine((queries) => Object.keys(queries).length <= 20, "A policy has at most 20 queries."),
  conditions: z.array(z.string().min(1).max(20_000)).min(1, "Give at least one condition.").max(50),
});
export interface ActionPolicy {
  queries: Record<string, Query>;
  conditions: string[];
}

/** What a policy is asked about. */
export interface PolicySubject {
  /** With the entities themselves in place of their identifiers. */
  inputs: Record<string, unknown>;
  /** Who asks, with the properties and relations of their entity. */
  user: Record<string, unknown>;
  email: string | null;
  entity: Entity | null;
  blueprint: string | null;
  action: string;
  at: Date;
}

/** What a query found, or why it found nothing. */
export type QueryResult = { entities: object[] } | { fault: string };

/** What the templates of queries see, and, with `results`, what conditions see. */
export function policyContext(
  subject: PolicySubject,
  results?: Record<string, QueryResult>,
): Record<string, unknown> {
  const { inputs, user, entity, blueprint, action } = subject;
  const found = Object.entries(results ?? {}).flatMap(([name, result]) =>
    "entities" in result ? [[name, { entities: result.entities }]] : [],
  );
  return {
    inputs,
    user,
    entity,
    blueprint,
    action: { identifier: action },
    trigger: { at: subject.at.toISOString(), user: { ...user, email: subject.email } },
    ...(results ? { results: Object.fromEntries(found) as Record<string, unknown> } : {}),
  };
}

/** Whether what a policy says can depend on what is filled in, so that it is known only when the form is sent. */
export const asksForInputs = (policy: ActionPolicy): boolean => /\binputs\b/.test(JSON.stringify(policy));

/** What one condition gave: a value, or why it gave none. */
export type ConditionResult = { value: unknown } | { fault: string };

/** Execution is allowed when any condition gives true: not a text, not a number, not a list. */
export const allows = (results: readonly ConditionResult[]): boolean =>
  results.some((result) => "value" in result && result.value === true);

/** Everybody whom any condition names, as e-mail addresses; what is no text is passed over. */
export function approversNamed(results: readonly ConditionResult[]): string[] {
  const named = results.flatMap((result) =>
    "value" in result && Array.isArray(result.value) ? (result.value as unknown[]) : [],
  );
  const emails = named.filter((value): value is string => typeof value === "string" && value.trim() !== "");
  return [...new Set(emails.map((email) => email.trim().toLowerCase()))];
}

/**
 * Why a condition cannot be asked: a query that it reads failed, or there is none of that name. What would have been found is
 * not known then, and nothing must follow from it, least of all that there is nothing. Null: it can be asked.
 */
export function unansweredFault(jq: string, results: Record<string, QueryResult>): string | null {
  const { keys, whole } = readsOf(jq, "results");
  const failed = Object.keys(results).filter(
    (name) => "fault" in results[name]! && (whole || keys.has(name)),
  );
  const absent = [...keys].filter((name) => !Object.hasOwn(results, name));
  if (absent.length) return `There is no query "${absent[0]}".`;
  return failed.length ? `It reads what the query "${failed[0]}" finds, and that one failed.` : null;
}

/** What went wrong in the conditions and queries, in sentences for administrators. */
export function policyFaults(
  results: Record<string, QueryResult>,
  conditions: readonly ConditionResult[],
  wanted: "boolean" | "emails",
): string[] {
  const queries = Object.entries(results).flatMap(([name, result]) =>
    "fault" in result ? [`The query "${name}" failed: ${result.fault}`] : [],
  );
  const fits = (value: unknown) => (wanted === "boolean" ? typeof value === "boolean" : Array.isArray(value));
  const told = conditions.flatMap((result, i) => {
    if ("fault" in result) return [`Condition ${i + 1} failed: ${result.fault}`];
    if (fits(result.value)) return [];
    const kind = wanted === "boolean" ? "true or false" : "a list of e-mail addresses";
    return [`Condition ${i + 1} must give ${kind}, and gave ${typeName(result.value)}.`];
  });
  return [...queries, ...told];
}

const typeName = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;

import { DrizzleQueryError } from "drizzle-orm";
import { checkQuery } from "@/server/catalog/core/query/check";
import type { Query } from "@/server/catalog/core/query/schema";
import { searchCatalog } from "@/server/catalog/service/search";
import type { Actor, Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { evaluateJq, JqError } from "@/server/kernel/jq";
import { log } from "@/server/kernel/log";
import type { TransactionContext } from "@/server/kernel/transaction";
import { TemplateError } from "@/server/pipelines/template";
import { renderQuery } from "@/server/runs/service/render-query";
import {
  type ActionPolicy,
  type ConditionResult,
  MOST_RESULTS,
  policyContext,
  type PolicySubject,
  type QueryResult,
  unansweredFault,
} from "../core/policy";

type AnyContext = Context | TransactionContext;

/** What a policy gave: what its queries found, and what each condition made of it. */
export interface PolicyAnswer {
  results: Record<string, QueryResult>;
  conditions: ConditionResult[];
}

/**
 * Asks a policy. Its queries read the whole catalog, since it is an administrator's; what they find goes to its conditions and
 * to nobody else. A query that fails is left out of the results, and a condition that fails has its fault for a result.
 */
export async function askPolicy(
  ctx: AnyContext,
  policy: ActionPolicy,
  subject: PolicySubject,
): Promise<PolicyAnswer> {
  const before = policyContext(subject);
  const found = await Promise.all(
    Object.entries(policy.queries).map(
      async ([name, query]) => [name, await askQuery(ctx, query, before)] as const,
    ),
  );
  const results = Object.fromEntries(found);
  const context = policyContext(subject, results);
  const conditions = await Promise.all(
    policy.conditions.map(async (jq): Promise<ConditionResult> => {
      const fault = unansweredFault(jq, results);
      return fault === null ? askCondition(jq, context) : { fault };
    }),
  );
  return { results, conditions };
}

async function askQuery(ctx: AnyContext, query: Query, context: unknown): Promise<QueryResult> {
  try {
    const asked = await renderQuery(query, context);
    const [issue] = checkQuery(asked);
    if (issue) return { fault: `${issue.path.join(".")}: ${issue.message}` };
    const { entities } = await searchCatalog({ ...ctx, actor: allSeeing(ctx.actor) }, asked, {
      limit: MOST_RESULTS,
    });
    return { entities };
  } catch (error) {
    if (error instanceof TemplateError || error instanceof DomainError) return { fault: error.message };
    if (!(error instanceof DrizzleQueryError)) throw error;
    log.error({ err: error.cause ?? error }, "a query of a policy could not be answered");
    return { fault: "The database could not answer it. The log of the portal says why." };
  }
}

async function askCondition(jq: string, context: unknown): Promise<ConditionResult> {
  try {
    return { value: await evaluateJq(jq, context) };
  } catch (error) {
    if (error instanceof JqError) return { fault: error.message };
    throw error;
  }
}

/** Who asks, with the right to read everything: rules that name the person still mean this person. */
function allSeeing(actor: Actor): Actor {
  return actor.kind === "user" || actor.kind === "client" ? { ...actor, role: "admin" } : actor;
}

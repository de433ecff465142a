import { requirementOfRule } from "@/server/approvals/core/requirement";
import type { ApprovalRule, Requirement } from "@/server/approvals/schema";
import { approvalRequirement } from "@/server/approvals/service/requirement";
import type { Entity } from "@/server/catalog/schema";
import type { Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { environmentOf } from "@/server/runs/core/environment";
import { teamsOwning } from "@/server/runs/service/approval-case";
import type { RunnableAction } from "../schema";
import { personContext } from "./person";

/**
 * What would have to be approved with what is filled in so far, by the published rule and the rules of the action. Rules that
 * ask for the plan or its cost are left out: nobody knows either yet. Null: nothing, as far as is known.
 */
export async function previewRequirement(
  ctx: Context | TransactionContext,
  action: RunnableAction,
  given: {
    base: ApprovalRule | null;
    team: string | null;
    entity: Entity | null;
    /** As filled in, and with the entities themselves in place of their identifiers. */
    inputs: Record<string, unknown>;
    resolved: Record<string, unknown>;
  },
): Promise<Requirement | null> {
  const { base, team, entity, inputs, resolved } = given;
  const { operation } = action.trigger;
  const environment = environmentOf({ inputs, entity });
  const user = await personContext(ctx);
  const context = { inputs: resolved, entity, user, team, environment, operation, plan: null, cost: null };
  return approvalRequirement({
    base,
    rules: (action.approvalRules ?? []).filter(
      ({ when }) => !when?.destructive && when?.monthlyCostAbove === undefined,
    ),
    facts: {
      operation,
      environment,
      plan: null,
      monthlyCost: null,
      owningTeam: team,
      context,
      ownersOf: (query) => teamsOwning(ctx, query, context),
    },
    byPolicy: [],
    byBudget: [],
  }).catch((error: unknown) => {
    // Whose owners are asked may not be filled in yet; what is wrong then is said when it is sent.
    if (error instanceof DomainError) return base && requirementOfRule(base);
    throw error;
  });
}

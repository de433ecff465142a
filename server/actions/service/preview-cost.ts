import type { BudgetVerdict, CostEstimate } from "@/server/cost/schema";
import { checkBudgets } from "@/server/cost/service/budgets";
import { estimateRun } from "@/server/cost/service/estimate";
import { costCentreOf } from "@/server/cost/core/scope";
import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { secretsOf } from "../core/form/expressions";
import type { ExecuteInput } from "../schema";
import { prepare } from "./execute";
import { environmentOf } from "@/server/runs/core/environment";
import { teamOf } from "./preview-policies";

export interface CostPreview {
  estimate: CostEstimate;
  /** What the budgets say of it that would take it in. */
  budgets: BudgetVerdict[];
  /** Whether the plan says more: the action has no rate card and plans with Terraform. */
  afterPlan: boolean;
}

/**
 * What a request would cost, and what is left for it, before it is made; the values need not be complete. Throws like
 * `executeAction` when the actor may not execute the action.
 */
export async function previewCost(
  ctx: Context,
  identifier: string,
  input: ExecuteInput,
): Promise<CostPreview> {
  checkPermission(ctx.actor, "actions.execute");
  const executable = await prepare(ctx, identifier, input.entity);
  const { action, entity } = executable;
  const hidden = secretsOf(action.trigger.userInputs);
  const inputs = Object.fromEntries(
    Object.entries(input.properties).filter(([key]) => !hidden.includes(key)),
  );
  const environment = environmentOf({ inputs, entity });
  const { operation } = action.trigger;
  const estimate = await estimateRun(ctx, {
    action: { operation, rateCard: action.rateCard },
    inputs,
    plan: null,
    target: entity && { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
    environment,
  });
  const budgets = await checkBudgets(ctx, {
    runId: "preview",
    estimate,
    team: await teamOf(ctx, executable, inputs),
    environment,
    costCentre: costCentreOf(inputs, entity),
  });
  return {
    estimate,
    budgets,
    afterPlan: !action.rateCard && estimate.monthly === null && action.invocationMethod.type === "TERRAFORM",
  };
}

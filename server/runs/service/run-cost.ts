import { costCentreOf } from "@/server/cost/core/scope";
import type { BudgetVerdict, CostEstimate } from "@/server/cost/schema";
import { auditBlocked, checkBudgets, refusalOf, reserve } from "@/server/cost/service/budgets";
import { estimateRun } from "@/server/cost/service/estimate";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Move, RunRow } from "@/server/runs/store/runs";
import { encryptedInputs } from "../core/payload-inputs";
import { findEntity } from "./catalog";
import type { Drive } from "./drive";
import { failRun, staleRun } from "./finish";
import { costed } from "./settle-money";

/** What a run would cost, and what the budgets say of it. */
export interface RunCost {
  estimate: CostEstimate;
  costCentre: string | null;
  budgetVerdicts: BudgetVerdict[];
}

/** Estimates a run and asks the budgets, before anybody is asked to approve it. Nothing is held yet. */
export async function costOfRun({ ctx }: Pick<Drive, "ctx">, run: RunRow): Promise<RunCost> {
  const { operation, userInputs, rateCard } = run.action;
  const secret = new Set(encryptedInputs(userInputs));
  const inputs = Object.fromEntries(Object.entries(run.inputs).filter(([key]) => !secret.has(key)));
  const entity =
    operation === "CREATE" || !run.target
      ? null
      : await findEntity(ctx, run.target.blueprint, run.target.identifier);
  const estimate = await estimateRun(ctx, {
    action: { operation, rateCard },
    inputs,
    plan: run.plan,
    target: run.target,
    environment: run.environment,
    given: run.estimate,
  });
  const costCentre = costCentreOf(inputs, entity);
  return {
    estimate,
    costCentre,
    budgetVerdicts: await checkBudgets(ctx, costed({ ...run, estimate, costCentre })),
  };
}

/** Ends a run that its budgets block. */
export async function blockByBudget(
  tx: TransactionContext,
  at: { runId: string; from: "checking"; fence: number },
  verdicts: readonly BudgetVerdict[],
): Promise<void> {
  await blocked(tx, at, verdicts, refusalOf(verdicts, "blocked"));
}

const ADVICE =
  "Ask for a smaller one, or have the budget raised or an exception granted, and run the action again.";

async function blocked(
  tx: TransactionContext,
  at: { runId: string; from: "checking" | "approved"; fence?: number },
  verdicts: readonly BudgetVerdict[],
  message: string,
): Promise<void> {
  const note = { stage: "checks" as const, code: "budget_blocked", message, advice: ADVICE };
  if (await failRun(tx, at, note)) await auditBlocked(tx, at.runId, verdicts);
}

/**
 * Holds the estimate of a run that has just been approved, in that transaction. Where the money has gone since it was checked
 * the run ends: blocked, or stale when it now needs an approval that nobody gave. Out: whether it goes on.
 */
export async function holdMoney(tx: TransactionContext, run: RunRow): Promise<boolean> {
  const refusal = await reserve(tx, costed(run), run.budgetVerdicts ?? []);
  if (!refusal) return true;
  const at: Pick<Move, "runId"> & { from: "approved" } = { runId: run.id, from: "approved" };
  if (refusal.fault === "blocked") await blocked(tx, at, refusal.verdicts, refusal.message);
  else await staleRun(tx, at, `The budget was used by others meanwhile. ${refusal.message}`);
  return false;
}

import { type PartMade, partMade } from "@/server/cost/core/part";
import { type CostedRun, settle } from "@/server/cost/service/budgets";
import type { TransactionContext } from "@/server/kernel/transaction";
import { parseState, resourcesOf } from "@/server/runs/core/state-content";
import { findExecution } from "@/server/runs/store/executions";
import type { RunRow } from "@/server/runs/store/runs";
import { latestState } from "./state";

/** A run as budgets see it. */
export const costed = (
  run: Pick<RunRow, "id" | "estimate" | "team" | "environment" | "costCentre">,
): CostedRun => ({
  runId: run.id,
  estimate: run.estimate,
  team: run.team,
  environment: run.environment,
  costCentre: run.costCentre,
});

/** Commits or gives back what a run held, in the transaction of its end. */
export async function settleMoney(tx: TransactionContext, run: RunRow): Promise<void> {
  const { operation } = run.action;
  await settle(tx, {
    ...costed(run),
    status: run.status,
    operation,
    thing: {
      blueprint: run.target?.blueprint ?? run.blueprint ?? "run",
      entity: run.target?.identifier ?? run.id,
    },
    part: await partOf(tx, run),
  });
}

/** What an apply had made before it failed, was cancelled or interrupted. What was half destroyed keeps what it has committed. */
async function partOf(tx: TransactionContext, run: RunRow): Promise<PartMade | null> {
  const { plan, estimate, workspaceId } = run;
  const ended = run.status === "failed" || run.status === "cancelled";
  if (!ended || run.action.operation === "DELETE" || !plan || !estimate || !workspaceId) return null;
  const execution = await findExecution(tx.db, run.id, "apply");
  if (!execution) return null;
  const state = resourcesOf(parseState(await latestState(tx, workspaceId)));
  return partMade(estimate, plan, execution.completed, state);
}

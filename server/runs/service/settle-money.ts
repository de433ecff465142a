import { type CostedRun, settle } from "@/server/cost/service/budgets";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { RunRow } from "@/server/runs/store/runs";

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
  });
}

import type { Events } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { move, unstartedRunsOf } from "@/server/runs/store/runs";
import { endRun, staleRun } from "./finish";
import { wake } from "./submit";

/**
 * What a decision on its approval does to a run. Each way is a conditional move, so a decision that arrives twice, or after
 * the run was cancelled, changes nothing.
 */
export async function onApprovalDecided(
  tx: TransactionContext,
  { runId, status }: Events["approval.decided"],
): Promise<void> {
  switch (status) {
    case "approved":
      if (await move(tx, { runId, from: "awaiting_approval", to: "approved" })) await wake(tx, runId);
      return;
    case "declined":
      await endRun(tx, { runId, from: "awaiting_approval", to: "declined" });
      return;
    case "expired":
      await endRun(tx, {
        runId,
        from: "awaiting_approval",
        to: "expired",
        data: { message: "Nobody decided in time." },
      });
      return;
    case "lapsed":
      await endRun(tx, {
        runId,
        from: ["awaiting_approval", "approved"],
        to: "expired",
        data: { message: "The approved run did not start in time." },
      });
      return;
    case "void":
      await staleRun(
        tx,
        { runId, from: ["awaiting_approval", "approved"] },
        "What was approved has changed.",
      );
  }
}

/**
 * For whoever changes or deletes an action: runs of it that wait for approval, or were approved and have not started, are
 * about something that no longer is. They become stale and their approvals void. Out: how many.
 */
export async function voidUnstartedRuns(
  tx: TransactionContext,
  actionId: string,
  why: string,
): Promise<number> {
  let count = 0;
  for (const runId of await unstartedRunsOf(tx, actionId))
    if (await staleRun(tx, { runId, from: ["awaiting_approval", "approved"] }, why)) count += 1;
  return count;
}

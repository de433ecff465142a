import type { Events } from "@/server/kernel/events";
import type { Context } from "@/server/kernel/context";
import { enqueue } from "@/server/kernel/jobs";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { move, unstartedRunsOf } from "@/server/runs/store/runs";
import { endRun, staleRun } from "./finish";
import { holdMoney } from "./run-cost";
import { wake } from "./wake";

/**
 * What a decision on its approval does to a run. Each way is a conditional move, so a decision that arrives twice, or after
 * the run was cancelled, changes nothing.
 */
export async function onApprovalDecided(
  tx: TransactionContext,
  { runId, status, by }: Events["approval.decided"],
): Promise<void> {
  // The event is delivered by the portal; the timeline names the person.
  const data = by === undefined ? {} : { by };
  switch (status) {
    case "approved": {
      const run = await move(tx, { runId, from: "awaiting_approval", to: "approved", data });
      if (run && (await holdMoney(tx, run))) await wake(tx, runId);
      return;
    }
    case "declined":
      await endRun(tx, { runId, from: "awaiting_approval", to: "declined", data });
      return;
    case "expired":
      await endRun(tx, {
        runId,
        from: "awaiting_approval",
        to: "expired",
        data: { message: "Nobody decided in time." },
      });
      return;
    case "withdrawn":
      await endRun(tx, {
        runId,
        from: "awaiting_approval",
        to: "cancelled",
        data: { message: "The requester withdrew the request." },
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
 * For whoever changes or deletes an action, in that transaction: runs of it that wait for approval, or were approved and
 * have not started, are about something that no longer is. A job makes each of them stale. Out: how many there are.
 */
export async function voidUnstartedRuns(tx: TransactionContext, actionId: string): Promise<number> {
  const runIds = await unstartedRunsOf(tx, actionId);
  // A job for each: several at once would hold the audit chain while they wait for each other's approvals.
  for (const runId of runIds) await enqueue(tx, "runs.void", { runId }, { key: `void:${runId}` });
  return runIds.length;
}

/** The job's part: the run becomes stale and its approval void, unless it started or ended meanwhile. */
export async function voidRun(ctx: Context, runId: string): Promise<void> {
  const why = "The action was changed or deleted after this run was requested.";
  await transaction(ctx, (tx) => staleRun(tx, { runId, from: ["awaiting_approval", "approved"] }, why));
}

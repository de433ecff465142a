import { withdrawApproval } from "@/server/approvals/service/request";
import { audit } from "@/server/audit/service";
import { now } from "@/server/kernel/clock";
import { actorId, actorName, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Forbidden, NotFound } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { remoteOf } from "@/server/runs/core/invocation";
import { setPollAt } from "@/server/runs/store/calls";
import { isEnd, isAtWork } from "@/server/runs/core/lifecycle";
import { appendEvent, lockRun, markCancelRequested, type RunRow } from "@/server/runs/store/runs";
import { endRun } from "./finish";
import { assertVisible } from "./read";
import { wake } from "./wake";

/**
 * Cancels a run: at once where nothing of it is at work, else by asking Terraform, or the backend, to stop; it is `cancelled` only
 * after that has ended. The requester and administrators may. Throws Conflict when it is over, or too late; asking again
 * changes nothing. Out: the run as it is now.
 */
export async function cancelRun(ctx: Context, runId: string, reason: string | null = null): Promise<RunRow> {
  return transaction(ctx, async (tx) => {
    // Every change of a run updates its row, so with the row locked there is nothing to race with.
    const run = await lockRun(tx, runId);
    if (!run) throw new NotFound("Run", runId);
    assertVisible(ctx.actor, run);
    if (run.requesterId !== actorId(ctx.actor) && !isAdmin(ctx.actor))
      throw new Forbidden("Only the person who requested a run, or an administrator, can cancel it.");
    if (isEnd(run.status))
      throw new Conflict(`The run is over already: it is ${run.status}.`, { status: run.status });
    if (run.status === "registering")
      throw new Conflict(
        "It is too late to cancel: everything was applied, and the catalog is being updated.",
        { status: run.status },
      );
    if (run.status === "interrupted")
      throw new Conflict("The run was interrupted and works no more. Acknowledge it instead.", {
        status: run.status,
      });
    if (isAtWork(run.status)) {
      const marked = await markCancelRequested(tx, runId, [run.status], actorName(ctx.actor));
      if (!marked) return run;
      await appendEvent(tx, runId, "cancel_requested", { reason });
      if (remoteOf(run.action)) {
        await setPollAt(tx, runId, now);
        await wake(tx, runId);
      }
      await audit(tx, {
        action: "CANCEL",
        resourceType: "run",
        resourceId: runId,
        runId,
        message: reason ?? "requested",
      });
      return marked;
    }
    const set = { cancelRequestedAt: now, cancelRequestedBy: actorName(ctx.actor), statusLabel: null };
    const ended = await endRun(tx, { runId, from: run.status, to: "cancelled", set, data: { reason } }, () =>
      withdrawApproval(tx, runId),
    );
    if (!ended) throw new Conflict("The run changed at this moment. Look again.");
    await audit(tx, {
      action: "CANCEL",
      resourceType: "run",
      resourceId: runId,
      runId,
      message: reason ?? "at once",
    });
    return ended;
  });
}

import { audit, auditFailure } from "@/server/audit/service";
import { type Context, requireUser } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, Precondition } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { transaction } from "@/server/kernel/transaction";
import { entitlements } from "../core/rule";
import { lockPending } from "../store";
import { electoratesOf, excludedFrom, reachedIn } from "./candidates";
import { closedConflict, conclude } from "./decide";
import { tellOutcome } from "./notices";
import { getRequest } from "./read";
import { candidateOf } from "./reader";
import { refreshSlack } from "./refresh-slack";
import { withdrawApproval } from "./request";

/** The requester takes a request back that nobody has decided: its run ends as cancelled. Throws Forbidden to others, Conflict when it is closed. */
export async function withdrawRequest(ctx: Context, runId: string, reason: string | null): Promise<void> {
  const seen = await getRequest(ctx, runId);
  const actorIs = "id" in ctx.actor ? ctx.actor.id : null;
  if (actorIs !== seen.requester.id)
    throw new Forbidden(
      "Only who requested the run can withdraw the request. You can decline it, if you may decide.",
    );
  await transaction(ctx, async (tx) => {
    const locked = await lockPending(tx.db, runId);
    if (!locked) throw await closedConflict(tx, runId);
    await withdrawApproval(tx, runId, reason ?? "The requester withdrew it.");
    await publish(tx, "approval.decided", { requestId: locked.id, runId, status: "withdrawn" });
  });
}

/**
 * Starts a run without its approval: for administrators and those whom the rule names, the requester among them, when waiting
 * would do more harm. What policies deny stays denied, and exactly the plan that was requested is applied. Told to everybody
 * who could have decided, and shown wherever the run is. `confirmation` is the run's id, typed.
 *
 * Throws Forbidden (audited) to others, Invalid without a reason or for another confirmation, Conflict when it is closed.
 */
export async function breakGlass(
  ctx: Context,
  runId: string,
  input: { reason: string; confirmation: string },
): Promise<void> {
  const user = requireUser(ctx);
  const seen = await getRequest(ctx, runId);
  if (seen.status !== "pending")
    throw new Conflict(`The request is ${seen.status} already. Reload the page.`);
  if (!seen.mayBreakGlass) {
    const message =
      "You may not start this run without its approval. Administrators may, and people whom the rule of the action names.";
    await auditFailure(ctx, {
      action: "BREAK_GLASS",
      resourceType: "approval",
      resourceId: seen.id,
      runId,
      message,
    });
    throw new Forbidden(message);
  }
  const reason = input.reason.trim();
  if (reason.length < 10)
    throw Invalid.at(["reason"], "Say why the run cannot wait, in at least ten characters.");
  if (input.confirmation !== runId)
    throw Invalid.at(["confirmation"], `Type ${runId} exactly as it is written.`);
  await transaction(ctx, async (tx) => {
    const locked = await lockPending(tx.db, runId);
    if (!locked) throw await closedConflict(tx, runId);
    // Looked at again under the lock: a role can have been taken away meanwhile.
    const named = locked.breakGlass ? entitlements(locked.breakGlass, candidateOf(user)) : [];
    if (user.role !== "admin" && named.length === 0) throw new Forbidden();
    if (seen.subjectHash !== locked.subjectHash)
      throw new Precondition("What would be started has changed meanwhile. Reload the page and look again.");
    await conclude(tx, locked, "approved", { by: user.id, reason });
    await audit(tx, {
      action: "BREAK_GLASS",
      resourceType: "approval",
      resourceId: locked.id,
      runId,
      message: `Started WITHOUT the approval that it needs. ${reason}`,
      diff: {
        before: { status: "pending", stage: locked.stage },
        after: { status: "approved", brokenBy: user.email, subjectHash: locked.subjectHash },
      },
    });
    const electorates = await electoratesOf(tx, locked, await excludedFrom(tx, locked), []);
    const reached = await Promise.all(electorates.map((electorate) => reachedIn(tx, electorate)));
    await tellOutcome(tx, locked, [...new Set([...reached.flat(), locked.requesterId])], {
      topic: "approval.break_glass",
      subject: `Started without approval: ${locked.title}`,
      text: `${user.name} started it without the approval that it needs. Reason: ${reason}`,
    });
    await refreshSlack(tx, runId);
  });
}

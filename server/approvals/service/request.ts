import { audit } from "@/server/audit/service";
import { approversUnder, assertSatisfiable, excludedByRequester } from "./candidates";
import { Conflict, NotFound, Precondition } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { enqueue } from "@/server/kernel/jobs";
import type { TransactionContext } from "@/server/kernel/transaction";
import { REQUEST_SECONDS } from "../core/expiry";
import { normaliseRule, stillStands } from "../core/rule";
import type { ApprovalRule } from "../schema";
import { claim, close, expire, insertRequest, requestByRun, votesOf } from "../store";

export interface ApprovalRequestInput {
  runId: string;
  title: string;
  rule: ApprovalRule;
  /** SHA-256 over everything that is approved. */
  subjectHash: string;
  /** The user or API client that requested the run. */
  requesterId: string;
  excludedUserIds: string[];
}

/**
 * Opens the request of a run. The requester, and the owner of a client that requested, can never decide it, whatever
 * the list says. Throws Precondition when nobody can satisfy the rule, Conflict when the run has a request already.
 */
export async function requestApproval(
  tx: TransactionContext,
  input: ApprovalRequestInput,
): Promise<{ id: string }> {
  const rule = normaliseRule(input.rule);
  const excludedUserIds = [
    ...new Set([...input.excludedUserIds, ...(await excludedByRequester(tx, input.requesterId))]),
  ];
  await assertSatisfiable(tx, rule, excludedUserIds);
  const row = await insertRequest(tx.db, { ...input, rule, excludedUserIds }, REQUEST_SECONDS);
  if (!row) throw new Conflict(`Run ${input.runId} has an approval request already.`);
  await enqueue(
    tx,
    "approvals.expire",
    { requestId: row.id },
    { key: `approval:${row.id}`, runAt: row.requestExpiresAt },
  );
  await audit(tx, {
    action: "REQUEST_APPROVAL",
    resourceType: "approval",
    resourceId: row.id,
    runId: row.runId,
    diff: { after: { rule, subjectHash: row.subjectHash } },
  });
  await publish(tx, "approval.requested", { requestId: row.id, runId: row.runId });
  return { id: row.id };
}

/** The run was cancelled: its request can no longer be decided. Out: false when there was none open. */
export async function withdrawApproval(tx: TransactionContext, runId: string): Promise<boolean> {
  const row = await close(tx.db, runId, "withdrawn", "The run was cancelled.");
  if (row)
    await audit(tx, { action: "WITHDRAW_APPROVAL", resourceType: "approval", resourceId: row.id, runId });
  return row !== undefined;
}

/** What was to be approved is no longer what would be executed. Out: false when no request was open. */
export async function voidApproval(tx: TransactionContext, runId: string, why: string): Promise<boolean> {
  const row = await close(tx.db, runId, "void", why);
  if (!row) return false;
  await audit(tx, {
    action: "VOID_APPROVAL",
    resourceType: "approval",
    resourceId: row.id,
    runId,
    message: why,
  });
  await publish(tx, "approval.decided", { requestId: row.id, runId, status: "void" });
  return true;
}

/** Why an approval cannot be used: `lapsed` too late, `changed` another subject, `revoked` its voters lost their right. */
export type ClaimFault = "not_approved" | "lapsed" | "changed" | "revoked";

const refuse = (fault: ClaimFault, message: string) =>
  new Precondition(message, { error: "approval_unusable", fault });

/**
 * Uses the approval of a run, once, when execution starts. It must be approved, in time, for exactly `subjectHash`, by
 * people who may still decide. Otherwise throws Precondition whose data holds a `fault`; what it writes then (lapsed,
 * void) is kept when the caller catches the error and commits, and is made good by the expiry job when it does not.
 */
export async function claimApproved(
  tx: TransactionContext,
  input: { runId: string; subjectHash: string },
): Promise<void> {
  const request = await requestByRun(tx.db, input.runId);
  if (!request) throw new NotFound("Approval request of run", input.runId);
  if (request.subjectHash !== input.subjectHash) {
    await voidApproval(tx, input.runId, "What would be executed is not what was approved.");
    throw refuse("changed", "What would be executed is not what was approved. Request the run again.");
  }
  const [votes, approvers] = [
    await votesOf(tx.db, [request.id]),
    await approversUnder(tx, request.rule, request.excludedUserIds),
  ];
  if (
    request.status === "approved" &&
    !stillStands(
      approvers.map((a) => a.id),
      votes,
    )
  ) {
    await voidApproval(tx, input.runId, "Somebody who approved may no longer do so.");
    throw refuse(
      "revoked",
      "The approval no longer counts: somebody who gave it may not approve any more. Request the run again.",
    );
  }
  if (await claim(tx.db, request.id, input.subjectHash)) return;
  if (await expireDue(tx, request.id))
    throw refuse("lapsed", "The approval lapsed before execution started. Request the run again.");
  const found = (await requestByRun(tx.db, input.runId)) ?? request;
  throw refuse(
    "not_approved",
    found.claimedAt ? "The approval was used already." : `The request is ${found.status}, not approved.`,
  );
}

/** Ends a request whose time is over by the database's clock. Out: false when it is not, or it was decided meanwhile. */
export async function expireDue(tx: TransactionContext, requestId: string): Promise<boolean> {
  const row = await expire(tx.db, requestId);
  if (!row) return false;
  const status = row.status === "expired" ? "expired" : "lapsed";
  await audit(tx, {
    action: "EXPIRE_APPROVAL",
    resourceType: "approval",
    resourceId: row.id,
    runId: row.runId,
    message: row.closedReason ?? status,
  });
  await publish(tx, "approval.decided", { requestId: row.id, runId: row.runId, status });
  return true;
}

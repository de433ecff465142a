import { audit } from "@/server/audit/service";
import { Conflict, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { enqueue } from "@/server/kernel/jobs";
import type { TransactionContext } from "@/server/kernel/transaction";
import { stillStands } from "../core/stages";
import { normaliseApprovers } from "../core/who";
import type { ApprovalBrief, Requirement } from "../schema";
import { claim, close, expire, insertRequest, requestByRun, votesOf } from "../store";
import { assertSatisfiable, electoratesOf, excludedByRequester, excludedFrom, reachedIn } from "./candidates";
import { tellApprovers } from "./notices";
import { refreshSlack } from "./refresh-slack";

export interface ApprovalRequestInput {
  runId: string;
  title: string;
  requirement: Requirement;
  /** What approvers are told of the run; null: only its title. */
  brief: ApprovalBrief | null;
  /** SHA-256 over everything that is approved. */
  subjectHash: string;
  /** The user or API client that requested the run. */
  requesterId: string;
  excludedUserIds: string[];
  /** Where the action wants to have it told, beside the channels of the portal. */
  also?: readonly { url: string; format: "json" | "slack" }[];
}

/**
 * Opens the request of a run, and tells those who may decide. The requester, and the owner of a client that requested, can
 * never decide it, whatever lists say, unless a rule of the action allows it in a stage. Throws Precondition when nobody can
 * fulfil a stage, Conflict when the run has a request already.
 */
export async function requestApproval(
  tx: TransactionContext,
  input: ApprovalRequestInput,
): Promise<{ id: string }> {
  const requirement = {
    ...input.requirement,
    stages: input.requirement.stages.map((stage) => ({ ...stage, from: normaliseApprovers(stage.from) })),
  };
  if (requirement.stages.length === 0)
    throw Invalid.at(["stages"], "An approval without a stage would be none. Leave it out instead.");
  const excludedUserIds = [
    ...new Set([...input.excludedUserIds, ...(await excludedByRequester(tx, input.requesterId))]),
  ];
  const [first] = await assertSatisfiable(tx, requirement.stages, excludedUserIds);
  const { runId, title, brief, subjectHash, requesterId } = input;
  const row = await insertRequest(
    tx.db,
    { runId, title, brief, subjectHash, requesterId, excludedUserIds },
    requirement,
  );
  if (!row) throw new Conflict(`Run ${input.runId} has an approval request already.`);
  const payload = { requestId: row.id };
  await enqueue(tx, "approvals.expire", payload, { key: `approval:${row.id}`, runAt: row.requestExpiresAt });
  if (row.remindAt)
    await enqueue(tx, "approvals.remind", payload, { key: `remind:${row.id}`, runAt: row.remindAt });
  if (row.escalateAt)
    await enqueue(tx, "approvals.escalate", payload, { key: `escalate:${row.id}`, runAt: row.escalateAt });
  await audit(tx, {
    action: "REQUEST_APPROVAL",
    resourceType: "approval",
    resourceId: row.id,
    runId: row.runId,
    diff: { after: { stages: row.stages, subjectHash: row.subjectHash } },
  });
  await publish(tx, "approval.requested", { requestId: row.id, runId: row.runId });
  const seats = (first ?? []).map((approver) => approver.id);
  await tellApprovers(tx, row, await reachedIn(tx, { seats, barred: [] }), {
    topic: "approval.requested",
    prefix: "Approval needed",
    also: input.also,
  });
  return { id: row.id };
}

/** The run was cancelled: its request can no longer be decided. Out: false when there was none open. */
export async function withdrawApproval(
  tx: TransactionContext,
  runId: string,
  why = "The run was cancelled.",
): Promise<boolean> {
  const row = await close(tx.db, runId, "withdrawn", why);
  if (!row) return false;
  await audit(tx, {
    action: "WITHDRAW_APPROVAL",
    resourceType: "approval",
    resourceId: row.id,
    runId,
    message: why,
  });
  await refreshSlack(tx, runId);
  return true;
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
  await refreshSlack(tx, runId);
  return true;
}

/** Why an approval cannot be used: `lapsed` too late, `changed` another subject, `revoked` its voters lost their right. */
export type ClaimFault = "not_approved" | "lapsed" | "changed" | "revoked";

const refuse = (fault: ClaimFault, message: string) =>
  new Precondition(message, { error: "approval_unusable", fault });

/**
 * Uses the approval of a run, once, when execution starts. It must be approved, in time, for exactly `subjectHash`, by votes
 * that still count and still fulfil each stage, or be one that was broken through. Otherwise throws Precondition whose data
 * holds a `fault`; what it writes then (lapsed, void) is kept when the caller catches the error and commits, and is made good
 * by the expiry job when it does not.
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
  if (request.status === "approved" && !request.brokenBy) {
    const votes = await votesOf(tx.db, [request.id]);
    const electorates = await electoratesOf(tx, request, await excludedFrom(tx, request), votes);
    if (!stillStands(request.stages, electorates, votes)) {
      await voidApproval(tx, input.runId, "Somebody who approved may no longer do so.");
      throw refuse(
        "revoked",
        "The approval no longer counts: somebody who gave it may not approve any more. Request the run again.",
      );
    }
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
  await refreshSlack(tx, row.runId);
  return true;
}

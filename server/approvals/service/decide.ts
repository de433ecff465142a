import { audit, auditFailure } from "@/server/audit/service";
import { usersByIds } from "@/server/identity/service/people";
import { actorName, type Context, requireUser } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { enqueue } from "@/server/kernel/jobs";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { EXECUTION_SECONDS } from "../core/expiry";
import { describeRule, outcome } from "../core/rule";
import { type Decision, decisionSchema } from "../schema";
import { insertVote, lockPending, requestByRun, type RequestRow, settle, votesOf } from "../store";
import { approversUnder, excludedByRequester } from "./candidates";

export interface DecisionResult {
  requestId: string;
  runId: string;
  /** Still pending when more votes are needed. */
  status: "pending" | "approved" | "declined";
}

/**
 * Casts the actor's one vote on the request of a run. Only a person whom the rule names may, and never the requester
 * nor the owner of the client that requested, whatever else they are; such attempts throw Forbidden and are audited.
 * Throws Invalid for a decline without a reason, Conflict when the request is closed, was decided meanwhile, is not
 * what the approver saw, or has the actor's vote already.
 */
export async function decide(ctx: Context, runId: string, input: Decision): Promise<DecisionResult> {
  const decision = decisionSchema.parse(input);
  try {
    return await transaction(ctx, (tx) => vote(tx, runId, decision));
  } catch (error) {
    if (error instanceof Forbidden)
      await auditFailure(ctx, {
        action: decision.status,
        resourceType: "approval",
        resourceId: runId,
        runId,
        message: error.message,
      });
    throw error;
  }
}

async function vote(tx: TransactionContext, runId: string, decision: Decision): Promise<DecisionResult> {
  const user = requireUser(tx);
  const request = await requestByRun(tx.db, runId);
  if (!request) throw new NotFound("Approval request of run", runId);
  const excluded = [...request.excludedUserIds, ...(await excludedByRequester(tx, request.requesterId))];
  if (excluded.includes(user.id))
    throw new Forbidden("You requested this run, so somebody else has to decide on it, whatever your role.");
  const entitledBefore = await approversUnder(tx, request.rule, excluded);
  if (!entitledBefore.some((approver) => approver.id === user.id))
    throw new Forbidden(`You may not decide on this run. Its approvers are ${describeRule(request.rule)}.`);
  if (decision.subjectHash !== undefined && decision.subjectHash !== request.subjectHash)
    throw new Conflict(
      "This request is not what you looked at: it has changed meanwhile. Reload the page and look again.",
    );
  if (decision.status === "DECLINE" && !decision.description)
    throw Invalid.at(["description"], "Say why you decline, so that the requester knows what to change.");

  if (!(await lockPending(tx.db, runId))) throw await closedConflict(tx, runId);
  const cast = {
    requestId: request.id,
    voterId: user.id,
    vote: decision.status,
    reason: decision.description || null,
  };
  if (!(await insertVote(tx.db, cast)))
    throw new Conflict("You have voted on this run already. Each approver has one vote.");
  // Looked up again under the lock: the vote that decides is counted with the approvers of that moment.
  const entitled = (await approversUnder(tx, request.rule, excluded)).map((approver) => approver.id);
  const status = outcome(request.rule.type, entitled, await votesOf(tx.db, [request.id]));
  await audit(tx, {
    action: decision.status,
    resourceType: "approval",
    resourceId: request.id,
    runId,
    message: decision.description || undefined,
    diff: { before: { status: "pending" }, after: { status, subjectHash: request.subjectHash } },
  });
  if (status !== "pending") await conclude(tx, request, status);
  return { requestId: request.id, runId, status };
}

async function conclude(
  tx: TransactionContext,
  request: RequestRow,
  status: "approved" | "declined",
): Promise<void> {
  const settled = await settle(tx.db, request.id, status, EXECUTION_SECONDS);
  if (!settled) throw await closedConflict(tx, request.runId);
  if (settled.executionExpiresAt)
    await enqueue(
      tx,
      "approvals.expire",
      { requestId: request.id },
      { key: `approval:${request.id}`, runAt: settled.executionExpiresAt },
    );
  await publish(tx, "approval.decided", {
    requestId: request.id,
    runId: request.runId,
    status,
    by: actorName(tx.actor),
  });
}

/** Tells who came first or what closed the request. */
async function closedConflict(tx: TransactionContext, runId: string): Promise<Conflict> {
  const request = await requestByRun(tx.db, runId);
  const votes = request ? await votesOf(tx.db, [request.id]) : [];
  const last = votes.at(-1);
  const [decider] = last ? await usersByIds(tx, [last.voterId]) : [];
  const by = decider ? ` by ${decider.name}` : "";
  const texts: Record<RequestRow["status"], string> = {
    pending: "This request has expired: nobody decided in time. The requester can request the run again.",
    expired: "This request has expired: nobody decided in time. The requester can request the run again.",
    approved: `This run was approved already${by}. Your vote was not needed and was not counted.`,
    declined: `This run was declined already${by}. Your vote was not counted.`,
    withdrawn: "This run was cancelled, so there is nothing to decide any more.",
    lapsed: "This approval lapsed: execution did not start in time. The requester can request the run again.",
    void: `This request no longer stands. ${request?.closedReason ?? ""}`.trim(),
  };
  return new Conflict(texts[request?.status ?? "void"], { status: request?.status });
}

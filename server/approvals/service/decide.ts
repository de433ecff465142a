import { audit, auditFailure } from "@/server/audit/service";
import { usersByIds } from "@/server/identity/service/people";
import { actorName, type Context, requireUser } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { enqueue } from "@/server/kernel/jobs";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { describeStage, describeStages, type Electorate, verdictOf } from "../core/stages";
import { type Decision, decisionSchema } from "../schema";
import {
  enterStage,
  insertVote,
  lockPending,
  requestByRun,
  type RequestRow,
  settle,
  type VoteRow,
  votesOf,
} from "../store";
import { delegationsTo } from "../store-people";
import { electoratesOf, excludedFrom, reachedIn } from "./candidates";
import { tellApprovers, tellOutcome } from "./notices";
import { refreshSlack } from "./refresh-slack";

export interface DecisionResult {
  requestId: string;
  runId: string;
  /** Still pending when more votes are needed. */
  status: "pending" | "approved" | "declined";
}

/**
 * Casts the actor's one vote on the request of a run, in their own right or in the place of somebody who named them as deputy.
 * Only a person whom the present stage names may, and never the requester nor the owner of the client that requested, unless
 * a rule lets them; such attempts throw Forbidden and are audited. Throws Invalid for a decline without a reason, Conflict when
 * the request is closed, was decided meanwhile, is not what the approver saw, has the actor's vote, or another stage comes first.
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
  const excluded = await excludedFrom(tx, request);
  await assertMayDecide(tx, request, user.id, excluded);
  if (decision.subjectHash !== undefined && decision.subjectHash !== request.subjectHash)
    throw new Conflict(
      "This request is not what you looked at: it has changed meanwhile. Reload the page and look again.",
    );
  if (decision.status === "DECLINE" && !decision.description)
    throw Invalid.at(["description"], "Say why you decline, so that the requester knows what to change.");

  const locked = await lockPending(tx.db, runId);
  if (!locked) throw await closedConflict(tx, runId);
  // Looked up again under the lock: the vote is counted with the stage and the approvers of that moment.
  const before = await votesOf(tx.db, [locked.id]);
  if (before.some((cast) => cast.voterId === user.id))
    throw new Conflict("You have voted on this run already. Each approver has one vote.");
  const electorates = await electoratesOf(tx, locked, excluded, before);
  const seat = await seatIn(tx, electorates[locked.stage], user.id, before);
  if (seat === null) throw await noSeat(tx, locked, user.id, before);
  const cast = {
    requestId: locked.id,
    voterId: user.id,
    forUserId: seat === user.id ? null : seat,
    seat,
    vote: decision.status,
    reason: decision.description || null,
  };
  if (!(await insertVote(tx.db, cast)))
    throw new Conflict("You have voted on this run already. Each approver has one vote.");
  const verdict = verdictOf(locked.stages, electorates, [...before, cast]);
  const [principal] = cast.forUserId ? await usersByIds(tx, [cast.forUserId]) : [];
  await audit(tx, {
    action: decision.status,
    resourceType: "approval",
    resourceId: locked.id,
    runId,
    message: decision.description || undefined,
    diff: {
      before: { status: "pending", stage: locked.stage },
      after: {
        status: verdict.status,
        stage: verdict.stage,
        subjectHash: locked.subjectHash,
        ...(principal ? { inPlaceOf: principal.email } : {}),
      },
    },
  });
  if (verdict.status !== "pending") await conclude(tx, locked, verdict.status);
  else if (verdict.stage !== locked.stage) await goOn(tx, locked, verdict.stage, electorates);
  await refreshSlack(tx, runId);
  return { requestId: locked.id, runId, status: verdict.status };
}

/** Throws Forbidden unless the person may decide in some stage of the request, in their own right or another's. */
async function assertMayDecide(
  tx: TransactionContext,
  request: RequestRow,
  userId: string,
  excluded: readonly string[],
): Promise<void> {
  const electorates = await electoratesOf(tx, request, excluded, []);
  const delegators = (await delegationsTo(tx.db, [userId])).map((row) => row.delegatorId);
  const may = electorates.some(
    ({ seats, barred }) =>
      !barred.includes(userId) && (seats.includes(userId) || delegators.some((id) => seats.includes(id))),
  );
  if (may) return;
  if (excluded.includes(userId))
    throw new Forbidden("You requested this run, so somebody else has to decide on it, whatever your role.");
  throw new Forbidden(`You may not decide on this run. Its approvers are ${describeStages(request.stages)}.`);
}

/** Whose vote the person would cast in a stage: their own, else that of the first who named them; null: nobody's. */
async function seatIn(
  tx: TransactionContext,
  electorate: Electorate | undefined,
  userId: string,
  votes: readonly VoteRow[],
): Promise<string | null> {
  if (!electorate || electorate.barred.includes(userId)) return null;
  const free = (id: string) => electorate.seats.includes(id) && !votes.some((cast) => cast.seat === id);
  if (electorate.seats.includes(userId)) return free(userId) ? userId : null;
  return (await delegationsTo(tx.db, [userId])).find((row) => free(row.delegatorId))?.delegatorId ?? null;
}

async function noSeat(
  tx: TransactionContext,
  request: RequestRow,
  userId: string,
  votes: readonly VoteRow[],
): Promise<Conflict> {
  const taken = votes.find((cast) => cast.seat === userId);
  if (taken) {
    const [deputy] = await usersByIds(tx, [taken.voterId]);
    return new Conflict(`${deputy?.name ?? "Your deputy"} voted in your place already.`);
  }
  const stage = request.stages[request.stage];
  return new Conflict(
    `It is not your turn: "${stage?.title}" is decided by ${stage ? describeStage(stage) : "others"}, and what you could decide there is decided. You are asked in another stage.`,
  );
}

async function goOn(
  tx: TransactionContext,
  request: RequestRow,
  stage: number,
  electorates: Electorate[],
): Promise<void> {
  await enterStage(tx.db, request.id, stage);
  await tellApprovers(tx, { ...request, stage }, await reachedIn(tx, electorates[stage]), {
    topic: "approval.requested",
    prefix: "Approval needed",
  });
}

/** Ends a request by a decision: its event, its second expiry, and what the requester is told. Throws Conflict when it is closed. */
export async function conclude(
  tx: TransactionContext,
  request: RequestRow,
  status: "approved" | "declined",
  broken?: { by: string; reason: string },
): Promise<void> {
  const settled = await settle(tx.db, request.id, status, broken);
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
  if (!broken)
    await tellOutcome(tx, settled, [request.requesterId], {
      topic: "approval.decided",
      subject: `${status === "approved" ? "Approved" : "Declined"}: ${request.title}`,
      text: `${actorName(tx.actor)} ${status} it.`,
    });
}

/** Tells who came first or what closed the request. */
export async function closedConflict(tx: TransactionContext, runId: string): Promise<Conflict> {
  const request = await requestByRun(tx.db, runId);
  const votes = request ? await votesOf(tx.db, [request.id]) : [];
  const last = request?.brokenBy ?? votes.at(-1)?.voterId;
  const [decider] = last ? await usersByIds(tx, [last]) : [];
  const by = decider ? ` by ${decider.name}` : "";
  const texts: Record<RequestRow["status"], string> = {
    pending: "This request has expired: nobody decided in time. The requester can request the run again.",
    expired: "This request has expired: nobody decided in time. The requester can request the run again.",
    approved: request?.brokenBy
      ? `This run was started without its approval${by}. Your vote was not counted.`
      : `This run was approved already${by}. Your vote was not needed and was not counted.`,
    declined: `This run was declined already${by}. Your vote was not counted.`,
    withdrawn: "This run was cancelled, so there is nothing to decide any more.",
    lapsed: "This approval lapsed: execution did not start in time. The requester can request the run again.",
    void: `This request no longer stands. ${request?.closedReason ?? ""}`.trim(),
  };
  return new Conflict(texts[request?.status ?? "void"], { status: request?.status });
}

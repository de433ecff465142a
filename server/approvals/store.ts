import { and, asc, eq, gt, inArray, isNull, lte, or, sql, desc, getTableColumns } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { approvalRequests, approvalVotes } from "@/db/schema/approvals";
import { inSeconds, now } from "@/server/kernel/clock";
import type { ApprovalStage, Requirement } from "./schema";

export type RequestRow = typeof approvalRequests.$inferSelect;
export type VoteRow = typeof approvalVotes.$inferSelect;

/** Inserts a pending request. Out: undefined when the run has one already. */
export async function insertRequest(
  db: Transaction,
  values: Pick<RequestRow, "runId" | "title" | "brief" | "subjectHash" | "requesterId" | "excludedUserIds">,
  requirement: Requirement,
): Promise<RequestRow | undefined> {
  const { stages, requestSeconds, executionSeconds, remindSeconds, escalation, breakGlass } = requirement;
  const [row] = await db
    .insert(approvalRequests)
    .values({
      ...values,
      stages,
      executionSeconds,
      escalation,
      breakGlass,
      requestExpiresAt: inSeconds(requestSeconds),
      remindAt: remindSeconds === null ? null : inSeconds(remindSeconds),
      escalateAt: escalation && inSeconds(escalation.afterSeconds),
    })
    .onConflictDoNothing({ target: approvalRequests.runId })
    .returning();
  return row;
}

export async function requestByRun(db: Executor, runId: string): Promise<RequestRow | undefined> {
  // PostgreSQL has no NUL in texts: no run has such an id, and asking for it would be an error.
  if (runId.includes("\0")) return undefined;
  const [row] = await db.select().from(approvalRequests).where(eq(approvalRequests.runId, runId));
  return row;
}

export async function requestById(db: Executor, id: string): Promise<RequestRow | undefined> {
  const [row] = await db.select().from(approvalRequests).where(eq(approvalRequests.id, id));
  return row;
}

const open = and(eq(approvalRequests.status, "pending"), gt(approvalRequests.requestExpiresAt, now));

/** Takes the row of a request that can still be decided, so that the votes of two people are counted one after the other. */
export async function lockPending(db: Transaction, runId: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .select()
    .from(approvalRequests)
    .where(and(eq(approvalRequests.runId, runId), open))
    .for("update");
  return row;
}

/** Inserts a vote. Out: false when the person has voted already, or the seat is taken. */
export async function insertVote(
  db: Transaction,
  values: Pick<VoteRow, "requestId" | "voterId" | "forUserId" | "seat" | "vote" | "reason">,
): Promise<boolean> {
  const rows = await db
    .insert(approvalVotes)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: approvalVotes.voterId });
  return rows.length === 1;
}

export function votesOf(db: Executor, requestIds: string[]): Promise<VoteRow[]> {
  if (!requestIds.length) return Promise.resolve([]);
  return db
    .select()
    .from(approvalVotes)
    .where(inArray(approvalVotes.requestId, requestIds))
    .orderBy(asc(approvalVotes.at));
}

/** The last vote on each of these runs. */
export function lastVotes(db: Executor, runIds: readonly string[]): Promise<(VoteRow & { runId: string })[]> {
  if (!runIds.length) return Promise.resolve([]);
  return db
    .selectDistinctOn([approvalRequests.runId], {
      ...getTableColumns(approvalVotes),
      runId: approvalRequests.runId,
    })
    .from(approvalVotes)
    .innerJoin(approvalRequests, eq(approvalRequests.id, approvalVotes.requestId))
    .where(inArray(approvalRequests.runId, [...runIds]))
    .orderBy(approvalRequests.runId, desc(approvalVotes.at));
}

/** Goes on to a stage of a request whose row is locked. */
export async function enterStage(db: Transaction, requestId: string, stage: number): Promise<void> {
  await db
    .update(approvalRequests)
    .set({ stage })
    .where(and(eq(approvalRequests.id, requestId), eq(approvalRequests.status, "pending")));
}

/** pending → approved | declined, while the request is still open. */
export async function settle(
  db: Transaction,
  requestId: string,
  status: "approved" | "declined",
  broken?: { by: string; reason: string },
): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({
      status,
      decidedAt: now,
      executionExpiresAt:
        status === "approved"
          ? sql`now() + make_interval(secs => ${approvalRequests.executionSeconds})`
          : null,
      ...(broken ? { brokenBy: broken.by, brokenReason: broken.reason } : {}),
    })
    .where(and(eq(approvalRequests.id, requestId), open))
    .returning();
  return row;
}

const startable = and(eq(approvalRequests.status, "approved"), isNull(approvalRequests.claimedAt));
const unstarted = or(eq(approvalRequests.status, "pending"), startable);

/** Closes the request of a run that has not started: `withdrawn` or `void`. */
export async function close(
  db: Transaction,
  runId: string,
  status: "withdrawn" | "void",
  why: string,
): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({ status, closedReason: why })
    .where(and(eq(approvalRequests.runId, runId), unstarted))
    .returning();
  return row;
}

/** approved → claimed: one starter wins, in time, for exactly this subject. */
export async function claim(db: Transaction, requestId: string, subjectHash: string): Promise<boolean> {
  const rows = await db
    .update(approvalRequests)
    .set({ claimedAt: now })
    .where(
      and(
        eq(approvalRequests.id, requestId),
        startable,
        eq(approvalRequests.subjectHash, subjectHash),
        gt(approvalRequests.executionExpiresAt, now),
      ),
    )
    .returning({ id: approvalRequests.id });
  return rows.length === 1;
}

/** pending → expired, approved → lapsed, when the database's clock says that it is time. */
export async function expire(db: Transaction, requestId: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({
      status: sql`case ${approvalRequests.status} when 'pending' then 'expired' else 'lapsed' end`,
      closedReason: sql`case ${approvalRequests.status} when 'pending' then 'Nobody decided in time.' else 'Execution did not start in time.' end`,
    })
    .where(
      and(
        eq(approvalRequests.id, requestId),
        or(
          and(eq(approvalRequests.status, "pending"), lte(approvalRequests.requestExpiresAt, now)),
          and(startable, lte(approvalRequests.executionExpiresAt, now)),
        ),
      ),
    )
    .returning();
  return row;
}

/** Marks an open request as reminded of, once. Out: undefined when it is not time. */
export async function takeReminder(db: Transaction, requestId: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({ remindedAt: now })
    .where(
      and(
        eq(approvalRequests.id, requestId),
        open,
        isNull(approvalRequests.remindedAt),
        lte(approvalRequests.remindAt, now),
      ),
    )
    .returning();
  return row;
}

/** Marks an open request as escalated, once. Out: undefined when it is not time. The row stays locked. */
export async function takeEscalation(db: Transaction, requestId: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({ escalatedAt: now })
    .where(
      and(
        eq(approvalRequests.id, requestId),
        open,
        isNull(approvalRequests.escalatedAt),
        lte(approvalRequests.escalateAt, now),
      ),
    )
    .returning();
  return row;
}

export async function setStages(db: Transaction, requestId: string, stages: ApprovalStage[]): Promise<void> {
  await db.update(approvalRequests).set({ stages }).where(eq(approvalRequests.id, requestId));
}

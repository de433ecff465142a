import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Executor } from "@/db/client";
import { runCalls, runDeliveries, runs } from "@/db/schema/runs";
import { inSeconds, now } from "@/server/kernel/clock";
import { publish } from "@/server/kernel/events";
import { canonicalJson } from "@/server/kernel/secrets";
import type { TransactionContext } from "@/server/kernel/transaction";

export type CallRow = typeof runCalls.$inferSelect;

/** Records the intent to call, once and for all; with `begun`, and that the first attempt is being made. */
export async function insertCall(
  tx: TransactionContext,
  call: { runId: string; callId: string; kind: string; tokenHash: string },
  { begun = false }: { begun?: boolean } = {},
): Promise<CallRow> {
  const [row] = await tx.db
    .insert(runCalls)
    .values({ ...call, ...(begun ? { status: "calling" as const, attempts: 1, firstAt: now } : {}) })
    .returning();
  if (!row) throw new Error("The call was not written.");
  return row;
}

/** A call with what the database's clock says of it. */
export interface CallState {
  call: CallRow;
  now: Date;
  /** The next attempt may be made. */
  attemptDue: boolean;
  /** It is time to ask. */
  pollDue: boolean;
  /** The time that the action allows is over. */
  overdue: boolean;
  /** It was asked to stop, and had time enough. */
  stopOverdue: boolean;
}

/** How long a run that was asked to stop may take to say that it has, in seconds. */
const STOP_SECONDS = 300;

export async function callState(db: Executor, runId: string): Promise<CallState | null> {
  const [row] = await db
    .select({
      call: runCalls,
      now: sql<Date>`now()`.mapWith(runs.createdAt),
      attemptDue: sql<boolean>`coalesce(${runCalls.nextAttemptAt} <= now(), true)`,
      pollDue: sql<boolean>`coalesce(${runs.pollAt} <= now(), true)`,
      overdue: sql<boolean>`coalesce(${runs.deadlineAt} <= now(), false)`,
      stopOverdue: sql<boolean>`coalesce(${runCalls.stopAskedAt} + make_interval(secs => ${STOP_SECONDS}) <= now(), false)`,
    })
    .from(runCalls)
    .innerJoin(runs, eq(runs.id, runCalls.runId))
    .where(eq(runCalls.runId, runId));
  return row ?? null;
}

/** Begins an attempt, unless another was begun meanwhile. Out: its number. */
export async function beginAttempt(
  tx: TransactionContext,
  call: Pick<CallRow, "runId" | "attempts">,
): Promise<number | null> {
  const [row] = await tx.db
    .update(runCalls)
    .set({
      status: "calling",
      attempts: sql`${runCalls.attempts} + 1`,
      firstAt: sql`coalesce(${runCalls.firstAt}, now())`,
    })
    .where(
      and(
        eq(runCalls.runId, call.runId),
        eq(runCalls.attempts, call.attempts),
        inArray(runCalls.status, ["due", "calling"]),
      ),
    )
    .returning({ attempts: runCalls.attempts });
  return row?.attempts ?? null;
}

/** Says what came of a call; false when that was said before. */
export async function settleCall(
  tx: TransactionContext,
  runId: string,
  to: Pick<CallRow, "status"> & { problem?: string | null; retryInSeconds?: number },
): Promise<boolean> {
  const { status, problem, retryInSeconds } = to;
  const rows = await tx.db
    .update(runCalls)
    .set({
      status,
      ...(problem === undefined ? {} : { problem }),
      ...(status === "answered" ? { answeredAt: now } : {}),
      nextAttemptAt: retryInSeconds === undefined ? null : inSeconds(retryInSeconds),
    })
    .where(and(eq(runCalls.runId, runId), inArray(runCalls.status, ["due", "calling", "unknown"])))
    .returning({ runId: runCalls.runId });
  return rows.length === 1;
}

export async function markStopAsked(tx: TransactionContext, runId: string): Promise<void> {
  await tx.db
    .update(runCalls)
    .set({ stopAskedAt: sql`coalesce(${runCalls.stopAskedAt}, now())` })
    .where(eq(runCalls.runId, runId));
}

/** When a run that waits for the other side is looked at next: in so many seconds, or when its time is over. */
export const lookAgain = (seconds: number | null) =>
  seconds === null ? sql`${runs.deadlineAt}` : sql`least(${runs.deadlineAt}, ${inSeconds(seconds)})`;

/** Once a call was taken its run has so many minutes more, and never longer than it had. */
export const untilAnswered = (minutes: number) =>
  sql`least(${runs.deadlineAt}, (select c.answered_at from run_calls c where c.run_id = ${runs.id}) + make_interval(mins => ${minutes}))`;

export async function setPollAt(tx: TransactionContext, runId: string, pollAt: SQL | Date): Promise<void> {
  await tx.db.update(runs).set({ pollAt, updatedAt: now }).where(eq(runs.id, runId));
}

/** False: a report with this id had its effect before. */
export async function firstDelivery(
  tx: TransactionContext,
  runId: string,
  deliveryId: string,
): Promise<boolean> {
  const rows = await tx.db
    .insert(runDeliveries)
    .values({ runId, deliveryId })
    .onConflictDoNothing()
    .returning({ runId: runDeliveries.runId });
  return rows.length === 1;
}

/** The run that a call with this id belongs to, or whose id on the other side is this one: the newest when it was used again. */
export async function runIdOf(
  db: Executor,
  of: { callId: string } | { kind: string; externalId: string },
): Promise<string | null> {
  const [row] =
    "callId" in of
      ? await db
          .select({ id: runCalls.runId })
          .from(runCalls)
          .where(sql`${runCalls.callId}::text = ${of.callId}`)
      : await db
          .select({ id: runs.id })
          .from(runs)
          .innerJoin(runCalls, eq(runCalls.runId, runs.id))
          .where(and(eq(runs.externalRunId, of.externalId), eq(runCalls.kind, of.kind)))
          .orderBy(sql`${runs.createdAt} desc`)
          .limit(1);
  return row?.id ?? null;
}

/** Writes what the other side told of a run, whoever drives it. The run's row must be locked, and `run` be what was read then. */
export async function writeTold(
  tx: TransactionContext,
  run: Said & { id: string },
  set: PgUpdateSetSource<typeof runs>,
): Promise<void> {
  const [after] = await tx.db
    .update(runs)
    .set({ ...set, updatedAt: now })
    .where(eq(runs.id, run.id))
    .returning({ statusLabel: runs.statusLabel, summary: runs.summary, links: runs.links });
  if (after) await tellSaid(tx, run, after);
}

type Said = Pick<typeof runs.$inferSelect, "statusLabel" | "summary" | "links">;

/** Publishes that what people read beside the status has changed, where it has. */
export async function tellSaid(tx: TransactionContext, run: Said & { id: string }, now: Said): Promise<void> {
  const of = ({ statusLabel, summary, links }: Said) => ({ statusLabel, summary, link: links });
  const [before, after] = [of(run), of(now)];
  if (canonicalJson(before) !== canonicalJson(after))
    await publish(tx, "run.changed", { runId: run.id, before, after });
}

export async function callOfRun(db: Executor, runId: string): Promise<CallRow | null> {
  const [row] = await db.select().from(runCalls).where(eq(runCalls.runId, runId));
  return row ?? null;
}

/** The run that a token reports on, as long as that run lasts. */
export async function runIdOfToken(db: Executor, tokenHash: string): Promise<string | null> {
  const [row] = await db
    .select({ id: runs.id })
    .from(runCalls)
    .innerJoin(runs, eq(runs.id, runCalls.runId))
    .where(and(eq(runCalls.tokenHash, tokenHash), isNull(runs.endedAt)));
  return row?.id ?? null;
}

/** Interrupted runs whose other side is to be asked now. */
export async function dueInterrupted(db: Executor): Promise<string[]> {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.status, "interrupted"), sql`${runs.pollAt} <= now()`))
    .orderBy(runs.pollAt)
    .limit(20);
  return rows.map((row) => row.id);
}

/** Takes the question about an interrupted run for one worker; the next is due in a minute. */
export async function claimQuestion(db: Executor, runId: string): Promise<boolean> {
  const rows = await db
    .update(runs)
    .set({ pollAt: inSeconds(60) })
    .where(and(eq(runs.id, runId), eq(runs.status, "interrupted"), sql`${runs.pollAt} <= now()`))
    .returning({ id: runs.id });
  return rows.length === 1;
}

import { and, asc, eq, gt, inArray, isNotNull, or, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Executor } from "@/db/client";
import { runEvents, runs } from "@/db/schema/runs";
import type { CostEstimate } from "@/server/cost/schema";
import { now } from "@/server/kernel/clock";
import { actorName } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { canMove, isEnd } from "@/server/runs/core/lifecycle";
import type { RunStatus } from "@/server/runs/schema";

export type RunRow = typeof runs.$inferSelect;
export type NewRun = typeof runs.$inferInsert;
export type RunEventRow = typeof runEvents.$inferSelect;

/** The channel on which every change of a run is told, with the run's id as payload. */
export const RUN_CHANNEL = "waymark_run";

export async function insertRun(tx: TransactionContext, run: NewRun): Promise<RunRow> {
  const [row] = await tx.db.insert(runs).values(run).returning();
  if (!row) throw new Error("The run was not written.");
  return row;
}

export async function findRun(db: Executor, runId: string): Promise<RunRow | null> {
  const [row] = await db.select().from(runs).where(eq(runs.id, runId));
  return row ?? null;
}

/** Reads the run and keeps others from changing it until the transaction ends. */
export async function lockRun(tx: TransactionContext, runId: string): Promise<RunRow | null> {
  const [row] = await tx.db.select().from(runs).where(eq(runs.id, runId)).for("update");
  return row ?? null;
}

/** Tells every process that the run changed; delivered when the transaction commits. */
export async function notifyRun(db: Executor, runId: string): Promise<void> {
  await db.execute(sql`select pg_notify(${RUN_CHANNEL}, ${runId})`);
}

/** A line of the timeline, but for its number. */
export interface NewEvent {
  type: string;
  data?: Record<string, unknown>;
}

/** Adds a line to the run's timeline. The run's row must be locked by this transaction: that keeps the numbers dense. */
export const appendEvent = (
  tx: TransactionContext,
  runId: string,
  type: string,
  data: Record<string, unknown> = {},
): Promise<void> => appendEvents(tx, runId, [{ type, data }]);

/** The same for several lines, in order; and tells every process that the run changed. */
export async function appendEvents(
  tx: TransactionContext,
  runId: string,
  events: readonly NewEvent[],
): Promise<void> {
  const rows = events.map(({ type, data = {} }, n) => ({ n: n + 1, type, data }));
  await tx.db.execute(sql`
    with written as (
      insert into run_events (run_id, seq, type, actor_name, data)
      select ${runId}, (select coalesce(max(seq), 0) from run_events where run_id = ${runId}) + e.n, e.type,
        ${actorName(tx.actor)}, e.data
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(n int, type text, data jsonb)
    )
    select pg_notify(${RUN_CHANNEL}, ${runId})`);
}

export async function eventsAfter(db: Executor, runId: string, afterSeq: number): Promise<RunEventRow[]> {
  return db
    .select()
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), gt(runEvents.seq, afterSeq)))
    .orderBy(asc(runEvents.seq));
}

export interface Move {
  runId: string;
  from: RunStatus | readonly RunStatus[];
  /** Statuses that it passes through on its way, all in this transaction: nobody ever sees it there, but the timeline says so. */
  via?: readonly { to: RunStatus; data?: Record<string, unknown> }[];
  to: RunStatus;
  /** Token of the claim under which the caller acts; a later claim makes the move fail. */
  fence?: number;
  set?: PgUpdateSetSource<typeof runs>;
  /** What the timeline says about it, beside from and to. */
  data?: Record<string, unknown>;
  /** Further lines of the timeline, after those of the way. */
  also?: readonly NewEvent[];
}

/**
 * Moves a run, records the event and tells the listeners, all in the caller's transaction.
 * Out: the run as it is now, or null when it is no longer in `from`, or the fence is another: somebody was first.
 */
export async function move(
  tx: TransactionContext,
  { runId, from, via = [], to, fence, set, data, also = [] }: Move,
): Promise<RunRow | null> {
  const sources = typeof from === "string" ? [from] : [...from];
  const steps = [...via, { to, ...(data && { data }) }];
  let before = sources;
  for (const step of steps) {
    const illegal = before.find((status) => !canMove(status, step.to));
    if (illegal) throw new Error(`A run cannot move from ${illegal} to ${step.to}.`);
    before = [step.to];
  }
  const [row] = await tx.db
    .update(runs)
    .set({
      ...set,
      status: to,
      updatedAt: now,
      ...(steps.some((step) => step.to === "planning")
        ? { startedAt: sql`coalesce(${runs.startedAt}, now())` }
        : {}),
      ...(isEnd(to) ? { endedAt: now, leaseOwner: null, leaseUntil: null } : {}),
    })
    .where(
      and(
        eq(runs.id, runId),
        inArray(runs.status, sources),
        fence === undefined ? undefined : eq(runs.fence, fence),
      ),
    )
    .returning();
  if (!row) return null;
  const lines = steps.map((step, index) => {
    const source = index > 0 ? steps[index - 1]!.to : sources.length === 1 ? sources[0] : undefined;
    return { type: "status", data: { to: step.to, ...(source ? { from: source } : {}), ...step.data } };
  });
  await appendEvents(tx, runId, [...lines, ...also]);
  return row;
}

/** Writes facts of a run without moving it; false when the claim is no longer ours. */
export async function setFacts(
  tx: TransactionContext,
  runId: string,
  fence: number,
  set: PgUpdateSetSource<typeof runs>,
): Promise<boolean> {
  const rows = await tx.db
    .update(runs)
    .set({ ...set, updatedAt: now })
    .where(and(eq(runs.id, runId), eq(runs.fence, fence)))
    .returning({ id: runs.id });
  return rows.length === 1;
}

/** Records that somebody wants the run to stop; null when it had been recorded, or the run has ended. */
export async function markCancelRequested(
  tx: TransactionContext,
  runId: string,
  from: readonly RunStatus[],
  by: string,
): Promise<RunRow | null> {
  const [row] = await tx.db
    .update(runs)
    .set({ cancelRequestedAt: now, cancelRequestedBy: by, updatedAt: now })
    .where(and(eq(runs.id, runId), inArray(runs.status, [...from]), sql`${runs.cancelRequestedAt} is null`))
    .returning();
  return row ?? null;
}

export async function cancelRequested(db: Executor, runId: string): Promise<boolean> {
  const [row] = await db.select({ at: runs.cancelRequestedAt }).from(runs).where(eq(runs.id, runId));
  return Boolean(row?.at);
}

/** Records that a person has looked at what an unclean end left. */
export async function setAcknowledged(tx: TransactionContext, runId: string, by: string): Promise<boolean> {
  const rows = await tx.db
    .update(runs)
    .set({ acknowledgedAt: now, acknowledgedBy: by, updatedAt: now })
    .where(and(eq(runs.id, runId), sql`${runs.acknowledgedAt} is null`))
    .returning({ id: runs.id });
  return rows.length === 1;
}

/** Runs of an action that wait for an approval, or have one and have not started. */
export async function unstartedRunsOf(tx: TransactionContext, actionId: string): Promise<string[]> {
  const rows = await tx.db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        inArray(runs.status, ["awaiting_approval", "approved"]),
        or(isNotNull(runs.approvalRule), isNotNull(runs.approvalStages)),
        sql`${runs.action}->>'id' = ${actionId}`,
      ),
    );
  return rows.map((r) => r.id);
}

/** Writes the estimate of a run whose row is locked. */
export async function putEstimate(
  tx: TransactionContext,
  runId: string,
  estimate: CostEstimate,
): Promise<void> {
  await tx.db.update(runs).set({ estimate, updatedAt: now }).where(eq(runs.id, runId));
}

import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runs } from "@/db/schema/runs";
import { inSeconds } from "@/server/kernel/clock";
import { DRIVEN_STATUSES } from "@/server/runs/core/lifecycle";
import type { RunStatus } from "@/server/runs/schema";
import type { RunRow } from "./runs";

const free = or(isNull(runs.leaseUntil), lt(runs.leaseUntil, sql`now()`));

/**
 * Makes `owner` the one who drives the run for `seconds`. Each claim has a higher fence than the one before; writes
 * under an older one change nothing. Null: another drives it, or there is nothing to drive.
 */
export async function claim(
  db: Executor,
  runId: string,
  owner: string,
  seconds: number,
): Promise<RunRow | null> {
  const [row] = await db
    .update(runs)
    .set({ leaseOwner: owner, leaseUntil: inSeconds(seconds), fence: sql`${runs.fence} + 1` })
    .where(and(eq(runs.id, runId), free, inArray(runs.status, [...DRIVEN_STATUSES])))
    .returning();
  return row ?? null;
}

/** Prolongs a claim. False: it is no longer ours. */
export async function renew(db: Executor, runId: string, fence: number, seconds: number): Promise<boolean> {
  const rows = await db
    .update(runs)
    .set({ leaseUntil: inSeconds(seconds) })
    .where(and(eq(runs.id, runId), eq(runs.fence, fence)))
    .returning({ id: runs.id });
  return rows.length === 1;
}

/** Gives a claim back. Out: the status that the run has at that moment; null when the claim was no longer ours. */
export async function release(db: Executor, runId: string, fence: number): Promise<RunStatus | null> {
  const [row] = await db
    .update(runs)
    .set({ leaseOwner: null, leaseUntil: null })
    .where(and(eq(runs.id, runId), eq(runs.fence, fence)))
    .returning({ status: runs.status });
  return row?.status ?? null;
}

/** Ends the claims of workers that are known to be dead, so that nobody waits for them to lapse. */
export async function releaseOf(db: Executor, owners: string[]): Promise<string[]> {
  if (owners.length === 0) return [];
  const rows = await db
    .update(runs)
    .set({ leaseOwner: null, leaseUntil: null })
    .where(inArray(runs.leaseOwner, owners))
    .returning({ id: runs.id });
  return rows.map((r) => r.id);
}

/** A run that waits for the other side, or for the time of its next attempt, has nothing to do before this. */
const due = or(isNull(runs.pollAt), lte(runs.pollAt, sql`now()`));

/** Whether a run that works elsewhere has something to do now. */
export async function isDue(db: Executor, runId: string): Promise<boolean> {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.id, runId),
        or(and(eq(runs.status, "applying"), due), inArray(runs.status, BEFORE_AND_AFTER)),
      ),
    );
  return rows.length === 1;
}

const BEFORE_AND_AFTER = ["planning", "checking", "approved", "registering"] as const satisfies RunStatus[];

/** Runs that have work to do, that nobody drives, and for which no job waits: what a crash left behind. */
export async function abandoned(db: Executor): Promise<string[]> {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        inArray(
          runs.status,
          DRIVEN_STATUSES.filter((s) => s !== "queued"),
        ),
        free,
        due,
        sql`not exists (select 1 from graphile_worker.jobs j where j.key = 'run:' || ${runs.id} and j.attempts < j.max_attempts)`,
      ),
    )
    .orderBy(asc(runs.pollAt))
    .limit(200);
  return rows.map((r) => r.id);
}

/** Queued runs whose workspace nobody holds, and for which no job waits. */
export async function forgotten(db: Executor): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select r.id from runs r left join workspaces w on w.id = r.workspace_id
    where r.status = 'queued' and (r.lease_until is null or r.lease_until < now()) and w.held_by_run is null and not r.held_back
      and not exists (select 1 from runs o where o.serial_key = r.serial_key and o.id <> r.id and o.ended_at is null and o.status <> 'queued')
      and not exists (select 1 from graphile_worker.jobs j where j.key = 'run:' || r.id and j.attempts < j.max_attempts)
    order by r.created_at limit 100`);
  return rows.map((r) => r.id);
}

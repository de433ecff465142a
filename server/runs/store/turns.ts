import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runSettings } from "@/db/schema/runs";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { TeamLine } from "@/server/runs/core/fairness";

/** What stands for the team of a run that no team owns: its requester. */
const line = sql`coalesce(r.team, 'requester:' || r.requester_id)`;

/** A run is at work until it waits for a person or for the other side. */
const active = sql`(r.status in ('planning', 'checking', 'approved', 'registering')
  or (r.status = 'applying' and r.called_at is null))`;

/** A run that is queued, and that neither another on its workspace nor one that it may not overtake keeps from beginning. */
const couldGo = sql`(r.status = 'queued'
  and not exists (select 1 from workspaces w where w.id = r.workspace_id and w.held_by_run is not null)
  and not exists (select 1 from runs o where o.serial_key = r.serial_key and o.id <> r.id and o.ended_at is null
    and o.status <> 'queued'))`;

/** Runs that a team has at work while others wait. */
export const DEFAULT_SHARE = 4;

/** Nobody decides on another turn until the transaction ends. */
export async function lockTurns(tx: TransactionContext): Promise<void> {
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('waymark.turns'))`);
}

/** How many runs each team has at work, and which of its runs could go on; `held`: of those only what was let wait. */
export async function teamLines(db: Executor, held: boolean): Promise<TeamLine[]> {
  const rows = await db.execute<{
    team: string;
    active: number;
    id: string | null;
    since: number | null;
  }>(sql`
    with busy as (select ${line} as team, count(*)::int as n from runs r where ${active} group by 1),
    heads as (
      select distinct on (${line}) ${line} as team, r.id, extract(epoch from r.created_at)::float as since
      from runs r where ${couldGo} and (r.held_back or not ${held})
      order by ${line}, r.created_at, r.id)
    select coalesce(b.team, h.team) as team, coalesce(b.n, 0) as active, h.id, h.since
    from busy b full join heads h on h.team = b.team`);
  return rows.map(({ team, active: n, id, since }) => ({
    team,
    active: n,
    waiting: id === null ? [] : [{ id, since: since ?? 0 }],
  }));
}

/** An older run of the same team that was let wait and could go on now, if any. */
export async function olderHeld(db: Executor, runId: string): Promise<string | null> {
  const [row] = await db.execute<{ id: string }>(sql`
    select r.id from runs r join runs me on me.id = ${runId}
    where ${couldGo} and r.held_back and r.id <> me.id
      and ${line} = coalesce(me.team, 'requester:' || me.requester_id)
      and (r.created_at, r.id) < (me.created_at, me.id)
    order by r.created_at, r.id limit 1`);
  return row?.id ?? null;
}

/** Whether any run waits for its turn among the teams: mostly none does. */
export async function anyHeldBack(db: Executor): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from runs where status = 'queued' and held_back limit 1`);
  return rows.length > 0;
}

/**
 * Whether a run may begin without another look at the lines of the teams: it waits for no other, its team has less than its
 * share at work, and none of its team was let wait. It takes no lock: of runs that ask at the same moment one more than the
 * share may begin, which does no harm.
 */
export async function mayBeginAtOnce(db: Executor, runId: string): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from runs me where me.id = ${runId} and me.status = 'queued' and me.serial_key is null
      and not exists (select 1 from runs r where r.status = 'queued' and r.held_back
        and ${line} = coalesce(me.team, 'requester:' || me.requester_id))
      and (select count(*) from runs r where ${active} and ${line} = coalesce(me.team, 'requester:' || me.requester_id))
        < coalesce((select runs_per_team from run_settings), ${DEFAULT_SHARE}::int)`);
  return rows.length > 0;
}

/** The run with the same key that must end before this one begins: one that has begun, or one that came before. */
export async function serialBlocker(db: Executor, runId: string): Promise<string | null> {
  const [row] = await db.execute<{ id: string }>(sql`
    select o.id from runs o join runs me on me.id = ${runId}
    where o.serial_key = me.serial_key and o.id <> me.id and o.ended_at is null
      and (o.status <> 'queued' or (o.created_at, o.id) < (me.created_at, me.id))
    order by (o.status = 'queued'), o.created_at, o.id limit 1`);
  return row?.id ?? null;
}

/** The run that waits longest for those with this key. */
export async function nextWithKey(db: Executor, serialKey: string): Promise<string | null> {
  const [row] = await db.execute<{ id: string }>(sql`
    select id from runs where serial_key = ${serialKey} and status = 'queued' order by created_at, id limit 1`);
  return row?.id ?? null;
}

export async function shareOf(db: Executor): Promise<number> {
  const [row] = await db.select({ share: runSettings.runsPerTeam }).from(runSettings);
  return row?.share ?? DEFAULT_SHARE;
}

export async function writeShare(tx: TransactionContext, runsPerTeam: number, by: string): Promise<void> {
  await tx.db
    .insert(runSettings)
    .values({ runsPerTeam, updatedBy: by })
    .onConflictDoUpdate({ target: runSettings.id, set: { runsPerTeam, updatedAt: now, updatedBy: by } });
}

import { and, count, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Executor } from "@/db/client";
import { driftSettings, speculativePlans } from "@/db/schema/speculative";
import { stateVersions, workspaces } from "@/db/schema/workspaces";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";

export interface DriftSettings {
  intervalMinutes: number;
  concurrency: number;
}

export async function readDriftSettings(db: Executor): Promise<DriftSettings> {
  const [row] = await db.select().from(driftSettings);
  return { intervalMinutes: row?.intervalMinutes ?? 0, concurrency: row?.concurrency ?? 2 };
}

export async function writeDriftSettings(
  tx: TransactionContext,
  settings: DriftSettings & { updatedBy: string },
): Promise<void> {
  await tx.db
    .insert(driftSettings)
    .values(settings)
    .onConflictDoUpdate({ target: driftSettings.id, set: { ...settings, updatedAt: now } });
}

const interval = sql`coalesce(${workspaces.driftIntervalMinutes}, (select interval_minutes from drift_settings), 0)`;

/** Workspaces whose next check is due, those that have waited longest first: in use, with a state, held by no run. */
export async function dueWorkspaces(db: Executor, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(
      and(
        eq(workspaces.status, "active"),
        isNull(workspaces.heldByRun),
        isNull(workspaces.lockId),
        sql`${interval} > 0`,
        or(
          isNull(workspaces.driftCheckedAt),
          lt(workspaces.driftCheckedAt, sql`now() - make_interval(mins => ${interval})`),
        ),
        sql`exists (select 1 from ${stateVersions} where ${stateVersions.workspaceId} = ${workspaces.id})`,
        sql`not exists (select 1 from ${speculativePlans} where ${speculativePlans.workspaceId} = ${workspaces.id} and ${speculativePlans.kind} = 'drift' and ${speculativePlans.status} in ('requested', 'running'))`,
      ),
    )
    .orderBy(sql`${workspaces.driftCheckedAt} nulls first`, workspaces.id)
    .limit(limit);
  return rows.map((row) => row.id);
}

export async function liveChecks(db: Executor): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(speculativePlans)
    .where(
      and(eq(speculativePlans.kind, "drift"), inArray(speculativePlans.status, ["requested", "running"])),
    );
  return row?.n ?? 0;
}

export async function setDrift(
  tx: TransactionContext,
  workspaceId: string,
  set: PgUpdateSetSource<typeof workspaces>,
): Promise<void> {
  await tx.db.update(workspaces).set(set).where(eq(workspaces.id, workspaceId));
}

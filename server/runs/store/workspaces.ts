import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runs } from "@/db/schema/runs";
import { stateVersions, workspaces } from "@/db/schema/workspaces";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import { LIVE_STATUSES } from "@/server/runs/core/lifecycle";

export type WorkspaceRow = typeof workspaces.$inferSelect;

/** Finds or makes the workspace, and keeps others from changing it until the transaction ends. */
export async function upsertWorkspace(
  tx: TransactionContext,
  w: { name: string; template: string; blueprint: string; entity: string; team: string | null },
): Promise<WorkspaceRow> {
  const [row] = await tx.db
    .insert(workspaces)
    .values(w)
    // Sets what is there already: it takes the row's lock, and gives the row back.
    .onConflictDoUpdate({
      target: workspaces.name,
      set: { name: w.name, team: sql`coalesce(excluded.team, ${workspaces.team})` },
    })
    .returning();
  if (!row) throw new Error("The workspace was not written.");
  return row;
}

export async function findWorkspace(db: Executor, id: string): Promise<WorkspaceRow | null> {
  const [row] = await db.select().from(workspaces).where(eq(workspaces.id, id));
  return row ?? null;
}

/** Keeps others from changing the workspace until the transaction ends. */
export async function lockWorkspace(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, id)).for("update");
}

export async function findWorkspaceByName(db: Executor, name: string): Promise<WorkspaceRow | null> {
  const [row] = await db.select().from(workspaces).where(eq(workspaces.name, name));
  return row ?? null;
}

/** Makes a workspace whose resources are gone usable again, perhaps for another template. */
export async function reuseWorkspace(tx: TransactionContext, id: string, template: string): Promise<void> {
  await tx.db
    .update(workspaces)
    .set({ status: "active", template, templateVersion: null, blockedReason: null, updatedAt: now })
    .where(eq(workspaces.id, id));
}

/** Takes the workspace for one run, from its plan to its end. Null: another run has it, or it is blocked. */
export async function hold(tx: TransactionContext, id: string, runId: string): Promise<WorkspaceRow | null> {
  const [row] = await tx.db
    .update(workspaces)
    .set({
      heldByRun: runId,
      fence: sql`${workspaces.fence} + case when ${workspaces.heldByRun} is null then 1 else 0 end`,
      updatedAt: now,
    })
    .where(
      and(
        eq(workspaces.id, id),
        or(isNull(workspaces.heldByRun), eq(workspaces.heldByRun, runId)),
        ne(workspaces.status, "blocked"),
      ),
    )
    .returning();
  return row ?? null;
}

/** Gives the workspace back; false when the run did not hold it. */
export async function unhold(tx: TransactionContext, id: string, runId: string): Promise<boolean> {
  const rows = await tx.db
    .update(workspaces)
    .set({ heldByRun: null, updatedAt: now })
    .where(and(eq(workspaces.id, id), eq(workspaces.heldByRun, runId)))
    .returning({ id: workspaces.id });
  return rows.length === 1;
}

/** Workspaces that a run holds which has ended, or is not there: nobody would ever give them back. */
export async function heldByNobody(db: Executor): Promise<{ id: string; heldByRun: string }[]> {
  const rows = await db.execute<{ id: string; held_by_run: string }>(sql`
    select w.id, w.held_by_run from workspaces w left join runs r on r.id = w.held_by_run
    where w.held_by_run is not null and (r.id is null or r.ended_at is not null) limit 100`);
  return rows.map((row) => ({ id: row.id, heldByRun: row.held_by_run }));
}

export async function block(tx: TransactionContext, id: string, reason: string): Promise<void> {
  await tx.db
    .update(workspaces)
    .set({ status: "blocked", blockedReason: reason, updatedAt: now })
    .where(eq(workspaces.id, id));
}

/** Unblocks, and takes away the Terraform lock that a dead process of this run left. */
export async function unblock(tx: TransactionContext, id: string, runId: string): Promise<void> {
  await tx.db
    .update(workspaces)
    .set({ status: "active", blockedReason: null, updatedAt: now })
    .where(and(eq(workspaces.id, id), eq(workspaces.status, "blocked")));
  await dropTerraformLock(tx, id, runId);
}

/** Ends a Terraform lock whose process is known to be gone. */
export async function dropTerraformLock(tx: TransactionContext, id: string, runId: string): Promise<void> {
  await tx.db
    .update(workspaces)
    .set({ lockId: null, lockInfo: null, lockRunId: null, lockedAt: null, updatedAt: now })
    .where(and(eq(workspaces.id, id), eq(workspaces.lockRunId, runId)));
}

/** Records the version of the template that was applied. */
export async function setTemplateVersion(tx: TransactionContext, id: string, version: string): Promise<void> {
  await tx.db
    .update(workspaces)
    .set({ templateVersion: version, updatedAt: now })
    .where(eq(workspaces.id, id));
}

export async function markDestroyed(tx: TransactionContext, id: string): Promise<void> {
  await tx.db
    .update(workspaces)
    .set({ status: "destroyed", blockedReason: null, updatedAt: now })
    .where(eq(workspaces.id, id));
}

/** The run that has waited longest for the workspace. */
export async function nextInLine(tx: TransactionContext, id: string): Promise<string | null> {
  const [row] = await tx.db
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, id), eq(runs.status, "queued")))
    .orderBy(asc(runs.createdAt), asc(runs.id))
    .limit(1);
  return row?.id ?? null;
}

/** A live run on the workspace that will create its entity, or destroy its resources. */
export async function liveRun(
  tx: TransactionContext,
  id: string,
  kind: "create" | "destroy",
): Promise<{ id: string; requesterName: string } | null> {
  const which =
    kind === "create"
      ? sql`${runs.action}->>'operation' = 'CREATE'`
      : sql`${runs.action}->'invocation'->>'operation' = 'destroy'`;
  const [row] = await tx.db
    .select({ id: runs.id, requesterName: runs.requesterName })
    .from(runs)
    .where(and(eq(runs.workspaceId, id), inArray(runs.status, [...LIVE_STATUSES]), which))
    .limit(1);
  return row ?? null;
}

/** Serial and lineage of the newest state; null when nothing was ever stored. */
export async function stateHead(
  db: Executor,
  workspaceId: string,
): Promise<{ serial: number; lineage: string } | null> {
  const [row] = await db
    .select({ serial: stateVersions.serial, lineage: stateVersions.lineage })
    .from(stateVersions)
    .where(eq(stateVersions.workspaceId, workspaceId))
    .orderBy(desc(stateVersions.version))
    .limit(1);
  return row ?? null;
}

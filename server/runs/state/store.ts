import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { runs, runTokens } from "@/db/schema/runs";
import { stateVersions, workspaces } from "@/db/schema/workspaces";
import { now } from "@/server/kernel/clock";
import type { LockInfo } from "./rules";

export type WorkspaceRow = typeof workspaces.$inferSelect;

/** The live token with this hash and the run that it belongs to. */
export async function liveToken(db: Executor, tokenHash: string) {
  const [row] = await db
    .select({
      runId: runTokens.runId,
      workspaceId: runTokens.workspaceId,
      status: runs.status,
      requesterName: runs.requesterName,
    })
    .from(runTokens)
    .innerJoin(runs, eq(runs.id, runTokens.runId))
    .where(
      and(eq(runTokens.tokenHash, tokenHash), gt(runTokens.expiresAt, now), isNull(runTokens.revokedAt)),
    );
  return row;
}

/** The workspace, with its row kept from changing until the transaction ends: writers of its state come one by one. */
export async function workspaceForUpdate(db: Transaction, id: string): Promise<WorkspaceRow | undefined> {
  const [row] = await db.select().from(workspaces).where(eq(workspaces.id, id)).for("update");
  return row;
}

export async function workspaceById(db: Executor, id: string): Promise<WorkspaceRow | undefined> {
  const [row] = await db.select().from(workspaces).where(eq(workspaces.id, id));
  return row;
}

/** Takes Terraform's lock when nobody has it, or the same run asks again with the same ID after a lost answer. */
export async function takeLock(db: Transaction, id: string, runId: string, info: LockInfo): Promise<boolean> {
  const rows = await db
    .update(workspaces)
    .set({ lockId: info.ID, lockInfo: info, lockRunId: runId, lockedAt: now })
    .where(
      and(
        eq(workspaces.id, id),
        or(isNull(workspaces.lockId), and(eq(workspaces.lockId, info.ID), eq(workspaces.lockRunId, runId))),
        or(isNull(workspaces.heldByRun), eq(workspaces.heldByRun, runId)),
      ),
    )
    .returning({ id: workspaces.id });
  return rows.length === 1;
}

/** Ends the lock with this ID. Out: false when it is not held (any more). */
export async function dropLock(
  db: Transaction,
  id: string,
  lockId: string,
  runId: string | null,
): Promise<boolean> {
  const rows = await db
    .update(workspaces)
    .set({ lockId: null, lockInfo: null, lockRunId: null, lockedAt: null })
    .where(
      and(
        eq(workspaces.id, id),
        eq(workspaces.lockId, lockId),
        runId === null ? undefined : eq(workspaces.lockRunId, runId),
      ),
    )
    .returning({ id: workspaces.id });
  return rows.length === 1;
}

const header = {
  id: stateVersions.id,
  version: stateVersions.version,
  serial: stateVersions.serial,
  lineage: stateVersions.lineage,
  md5: stateVersions.md5,
  sha256: stateVersions.sha256,
  size: stateVersions.size,
  runId: stateVersions.runId,
  origin: stateVersions.origin,
  authorId: stateVersions.authorId,
  authorName: stateVersions.authorName,
  reason: stateVersions.reason,
  resources: stateVersions.resources,
  createdAt: stateVersions.createdAt,
};

/** The newest version without its content. */
export async function headOf(db: Executor, workspaceId: string) {
  const [row] = await db
    .select(header)
    .from(stateVersions)
    .where(eq(stateVersions.workspaceId, workspaceId))
    .orderBy(desc(stateVersions.version))
    .limit(1);
  return row;
}

/** One version with its sealed content; the newest when no number is given. */
export async function sealedVersion(db: Executor, workspaceId: string, version?: number) {
  const [row] = await db
    .select()
    .from(stateVersions)
    .where(
      and(
        eq(stateVersions.workspaceId, workspaceId),
        version === undefined ? undefined : eq(stateVersions.version, version),
      ),
    )
    .orderBy(desc(stateVersions.version))
    .limit(1);
  return row;
}

export function versionsOf(db: Executor, workspaceId: string) {
  return db
    .select(header)
    .from(stateVersions)
    .where(eq(stateVersions.workspaceId, workspaceId))
    .orderBy(desc(stateVersions.version));
}

export async function insertVersion(
  db: Transaction,
  values: typeof stateVersions.$inferInsert,
): Promise<void> {
  await db.insert(stateVersions).values(values);
}

export async function runOf(db: Executor, runId: string) {
  const [row] = await db
    .select({
      id: runs.id,
      status: runs.status,
      requesterId: runs.requesterId,
      requesterName: runs.requesterName,
    })
    .from(runs)
    .where(eq(runs.id, runId));
  return row;
}

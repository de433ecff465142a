import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { decrypt } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { isEnd } from "@/server/runs/core/lifecycle";
import * as store from "@/server/runs/state/store";
import { statePurpose, storeState, workspaceOf } from "./state-protocol";

type AnyContext = Context | TransactionContext;

/**
 * Takes away a lock whose owner is gone. Administrators only, with a reason; audited. Throws Precondition while the
 * owner's run lives: cancel it first.
 */
export async function forceUnlock(ctx: Context, workspaceId: string, reason: string): Promise<void> {
  checkPermission(ctx.actor, "state.manage");
  const why = reason.trim();
  if (!why)
    throw Invalid.at(["reason"], "Say why the lock is to be taken away; it is kept in the audit log.");
  await transaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, workspaceId);
    if (!workspace.lockId) throw new Precondition("The state is not locked.");
    const owner = workspace.lockRunId ? await store.runOf(tx.db, workspace.lockRunId) : undefined;
    if (owner && !isEnd(owner.status) && owner.status !== "interrupted")
      throw new Precondition(
        `Run ${owner.id} holds the lock and still lives. Cancel it first, and the lock goes with it.`,
        { runId: owner.id },
      );
    await store.dropLock(tx.db, workspaceId, workspace.lockId, null);
    await audit(tx, {
      action: "FORCE_UNLOCK",
      resourceType: "workspace",
      resourceId: workspaceId,
      runId: workspace.lockRunId,
      message: why,
      diff: { before: workspace.lockInfo },
    });
  });
}

/** One version, byte for byte. It may hold secrets in clear: administrators only, and audited. */
export async function downloadVersion(ctx: Context, workspaceId: string, version: number): Promise<Buffer> {
  checkPermission(ctx.actor, "state.manage");
  return transaction(ctx, async (tx) => {
    const row = await store.sealedVersion(tx.db, workspaceId, version);
    if (!row) throw new NotFound("State version", String(version));
    await audit(tx, {
      action: "DOWNLOAD_STATE",
      resourceType: "workspace",
      resourceId: workspaceId,
      message: `version ${version}`,
    });
    return decrypt(statePurpose(workspaceId), row.sealed);
  });
}

/**
 * Makes an earlier version the newest, as a new version with the next serial; nothing is rewritten. Administrators
 * only, with a reason. Throws Precondition while the state is locked or a run holds the workspace.
 */
export async function restoreVersion(
  ctx: Context,
  workspaceId: string,
  version: number,
  reason: string,
): Promise<{ version: number }> {
  checkPermission(ctx.actor, "state.manage");
  if (!reason.trim())
    throw Invalid.at(["reason"], "Say why the state is to be restored; it is kept in the audit log.");
  return transaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, workspaceId);
    if (workspace.lockId || workspace.heldByRun)
      throw new Precondition(
        `Run ${workspace.lockRunId ?? workspace.heldByRun} works on this state. Wait until it is over, or cancel it.`,
      );
    const [row, head] = [
      await store.sealedVersion(tx.db, workspaceId, version),
      await store.headOf(tx.db, workspaceId),
    ];
    if (!row || !head) throw new NotFound("State version", String(version));
    const old = JSON.parse(decrypt(statePurpose(workspaceId), row.sealed).toString("utf8")) as Record<
      string,
      unknown
    >;
    const body = Buffer.from(`${JSON.stringify({ ...old, serial: head.serial + 1 }, null, 2)}\n`);
    const stored = await storeState(tx, {
      workspaceId,
      runId: null,
      origin: "restore",
      body,
      reason: reason.trim(),
      restores: version,
    });
    await audit(tx, {
      action: "RESTORE_STATE",
      resourceType: "workspace",
      resourceId: workspaceId,
      message: reason.trim(),
      diff: { after: { from: version, to: stored.version } },
    });
    return stored;
  });
}

/** The newest state in clear, or null: for the engine, which has checked what it is for. */
export async function latestState(ctx: AnyContext, workspaceId: string): Promise<Buffer | null> {
  const row = await store.sealedVersion(ctx.db, workspaceId);
  return row ? decrypt(statePurpose(workspaceId), row.sealed) : null;
}

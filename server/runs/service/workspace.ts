import type { Context } from "@/server/kernel/context";
import { isAdmin } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { visibleWorkspaceRow } from "@/server/runs/store/workspace-listing";
import { findWorkspaceByName, stateHead, type WorkspaceRow } from "@/server/runs/store/workspaces";
import { page, type RunPage, viewerOf } from "./read";

export interface WorkspaceDetail {
  id: string;
  name: string;
  template: string;
  status: "active" | "blocked" | "destroyed";
  blockedReason: string | null;
  heldByRun: string | null;
  /** Terraform's own lock: since when, and for which run. */
  lock: { runId: string | null; at: Date | null } | null;
  state: { serial: number; lineage: string } | null;
  /** Its latest runs, as far as the reader may see them. */
  runs: RunPage["runs"];
}

/** The workspace of an entity, for those who may see at least one of its runs. Throws NotFound. */
export async function getWorkspace(
  ctx: Context,
  of: { blueprint: string; entity: string },
): Promise<WorkspaceDetail> {
  const name = `${of.blueprint}/${of.entity}`;
  const workspace = await findWorkspaceByName(ctx.db, name);
  const { runs } = await page(ctx, { blueprint: of.blueprint, entity: of.entity, limit: 20 });
  if (!workspace || (runs.length === 0 && !isAdmin(ctx.actor))) throw new NotFound("Workspace", name);
  const { id, template, status, blockedReason, heldByRun } = workspace;
  return {
    id,
    name,
    template,
    status,
    blockedReason,
    heldByRun,
    lock: workspace.lockId ? { runId: workspace.lockRunId, at: workspace.lockedAt } : null,
    state: await stateHead(ctx.db, id),
    runs,
  };
}

/** What an entity's page shows of its workspace; null: there is none, or it is not the reader's to see. */
export async function workspaceOfEntity(
  ctx: Context,
  of: { blueprint: string; entity: string },
): Promise<(Pick<WorkspaceRow, "id" | "status" | "driftStatus"> & { accepted: boolean }) | null> {
  const named = await findWorkspaceByName(ctx.db, `${of.blueprint}/${of.entity}`);
  const row = named && (await visibleWorkspaceRow(ctx.db, viewerOf(ctx.actor), named.id));
  return (
    row && {
      id: row.id,
      status: row.status,
      driftStatus: row.driftStatus,
      accepted: row.driftAccepted !== null && row.driftAccepted.fingerprint === row.driftFingerprint,
    }
  );
}

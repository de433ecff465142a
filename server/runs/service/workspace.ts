import type { Context } from "@/server/kernel/context";
import { isAdmin } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { findWorkspaceByName, stateHead } from "@/server/runs/store/workspaces";
import { page, type RunPage } from "./read";

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

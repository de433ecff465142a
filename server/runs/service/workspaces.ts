import { type Context, isAdmin } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { decrypt } from "@/server/kernel/secrets";
import { isEnd } from "@/server/runs/core/lifecycle";
import { contentOf, diffStates, type StateDiff } from "@/server/runs/core/state-diff";
import { parseState, type StateContent } from "@/server/runs/core/state-content";
import type { WorkspaceFilter } from "@/server/runs/schema";
import * as states from "@/server/runs/state/store";
import {
  listWorkspaceRows,
  visibleWorkspaceRow,
  workspaceFacets,
  type WorkspaceSummary,
} from "@/server/runs/store/workspace-listing";
import { page, type RunPage, viewerOf } from "./read";
import { statePurpose } from "./state-protocol";

export type { WorkspaceSummary };

/** Workspaces of the actor's teams, or all for administrators, by name. */
export async function listWorkspaces(
  ctx: Context,
  filter: WorkspaceFilter,
): Promise<{ workspaces: WorkspaceSummary[]; nextCursor: string | null }> {
  const rows = await listWorkspaceRows(ctx.db, viewerOf(ctx.actor), filter);
  const workspaces = rows.slice(0, filter.limit);
  return {
    workspaces,
    nextCursor: rows.length > filter.limit ? (workspaces.at(-1)?.name ?? null) : null,
  };
}

/** What the list can be filtered by, and how many have drifted without anybody having accepted it. */
export const listWorkspaceFacets = (ctx: Context) => workspaceFacets(ctx.db, viewerOf(ctx.actor));

/** The workspace's row, when the actor may see it. Throws NotFound. */
export async function visibleWorkspace(ctx: Context, workspaceId: string): Promise<states.WorkspaceRow> {
  const row = await visibleWorkspaceRow(ctx.db, viewerOf(ctx.actor), workspaceId);
  if (!row) throw new NotFound("Workspace", workspaceId);
  return row;
}

export interface WorkspacePage {
  id: string;
  name: string;
  blueprint: string;
  entity: string;
  template: string;
  templateVersion: string | null;
  team: string | null;
  status: states.WorkspaceRow["status"];
  blockedReason: string | null;
  heldByRun: string | null;
  /** Terraform's own lock: who took it, for which run, and whether that run still lives. */
  lock: { id: string; who: string | null; runId: string | null; at: Date | null; alive: boolean } | null;
  state: { version: number; serial: number; lineage: string; resources: number | null; at: Date } | null;
  runs: RunPage["runs"];
  createdAt: Date;
  updatedAt: Date;
  /** What the reader may do with it. */
  can: { download: boolean; restore: boolean; unlock: boolean };
}

/** A workspace for its page. Throws NotFound for whom it is not to be seen by. */
export async function getWorkspacePage(ctx: Context, workspaceId: string): Promise<WorkspacePage> {
  const w = await visibleWorkspace(ctx, workspaceId);
  const [head, owner, { runs }] = await Promise.all([
    states.headOf(ctx.db, w.id),
    w.lockRunId ? states.runOf(ctx.db, w.lockRunId) : undefined,
    page(ctx, { blueprint: w.blueprint, entity: w.entity, limit: 20 }),
  ]);
  const alive = owner !== undefined && !isEnd(owner.status) && owner.status !== "interrupted";
  const manages = isAdmin(ctx.actor);
  return {
    id: w.id,
    name: w.name,
    blueprint: w.blueprint,
    entity: w.entity,
    template: w.template,
    templateVersion: w.templateVersion,
    team: w.team,
    status: w.status,
    blockedReason: w.blockedReason,
    heldByRun: w.heldByRun,
    lock:
      w.lockId === null
        ? null
        : {
            id: w.lockId,
            who: owner?.requesterName ?? null,
            runId: w.lockRunId,
            at: w.lockedAt,
            alive,
          },
    state: head
      ? {
          version: head.version,
          serial: head.serial,
          lineage: head.lineage,
          resources: head.resources,
          at: head.createdAt,
        }
      : null,
    runs,
    createdAt: w.createdAt,
    updatedAt: w.updatedAt,
    can: {
      download: manages,
      restore: manages && w.lockId === null && w.heldByRun === null,
      unlock: manages && w.lockId !== null && !alive,
    },
  };
}

export type StateVersion = Awaited<ReturnType<typeof states.versionsOf>>[number];

/** Every version of a state, the newest first, without content. Throws NotFound. */
export async function listVersions(ctx: Context, workspaceId: string): Promise<StateVersion[]> {
  await visibleWorkspace(ctx, workspaceId);
  return states.versionsOf(ctx.db, workspaceId);
}

/** What changed from one version to another; `from` null: what the later one made of nothing. Throws NotFound. */
export async function diffVersions(
  ctx: Context,
  input: { workspaceId: string; from: number | null; to: number },
): Promise<StateDiff> {
  await visibleWorkspace(ctx, input.workspaceId);
  const [before, after] = [
    input.from === null ? null : await content(ctx, input.workspaceId, input.from),
    await content(ctx, input.workspaceId, input.to),
  ];
  return diffStates(before, after);
}

/** Resources and outputs of the newest state, sensitive values masked; null when nothing was ever stored. */
export async function stateContent(
  ctx: Context,
  workspaceId: string,
): Promise<ReturnType<typeof contentOf> | null> {
  await visibleWorkspace(ctx, workspaceId);
  const head = await states.headOf(ctx.db, workspaceId);
  return head ? contentOf(await content(ctx, workspaceId, head.version)) : null;
}

async function content(ctx: Context, workspaceId: string, version: number): Promise<StateContent | null> {
  const row = await states.sealedVersion(ctx.db, workspaceId, version);
  if (!row) throw new NotFound("State version", String(version));
  return parseState(decrypt(statePurpose(workspaceId), row.shown ?? row.sealed));
}

import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { countByVersion, lastApplied } from "@/server/runs/store/instances";
import type { RunRow } from "@/server/runs/store/runs";
import { findWorkspace, findWorkspaceByName, type WorkspaceRow } from "@/server/runs/store/workspaces";
import { workspaceName } from "./aim";

type AnyContext = Context | TransactionContext;

/** What a template has made: its workspace, and the run that applied last. */
export interface Instance {
  workspace: WorkspaceRow;
  last: RunRow | null;
}

const withLast = async (ctx: AnyContext, workspace: WorkspaceRow | null): Promise<Instance | null> =>
  workspace && workspace.status !== "destroyed"
    ? { workspace, last: await lastApplied(ctx.db, workspace.id) }
    : null;

/** For other parts of the portal, which ask first who may see the entity. Null: nothing stands for it. */
export const instanceOf = async (
  ctx: AnyContext,
  of: { blueprint: string; entity: string },
): Promise<Instance | null> =>
  withLast(
    ctx,
    await findWorkspaceByName(
      ctx.db,
      workspaceName({ blueprint: of.blueprint, identifier: of.entity, title: null }),
    ),
  );

/** The same by its workspace. */
export const instanceIn = async (ctx: AnyContext, workspaceId: string): Promise<Instance | null> =>
  withLast(ctx, await findWorkspace(ctx.db, workspaceId));

/** How many instances there are of each version of each template; a version of null is not known. */
export const instanceCounts = (ctx: AnyContext) => countByVersion(ctx.db);

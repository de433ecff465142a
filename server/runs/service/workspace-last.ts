import type { Context } from "@/server/kernel/context";
import type { RunRow } from "@/server/runs/store/runs";
import { lastApplied as find } from "@/server/runs/store/workspace-listing";

/** The run whose result a workspace is: the last that applied something. The caller has checked who may see the workspace. */
export const lastApplied = (ctx: Pick<Context, "db">, workspaceId: string): Promise<RunRow | null> =>
  find(ctx.db, workspaceId);

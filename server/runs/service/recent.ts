import { actorId, type Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { actionsRequestedBy } from "@/server/runs/store/listing";

export interface RecentAction {
  identifier: string;
  /** When it was requested last. */
  at: Date;
}

/** The actions that the actor requested last, the newest first, each once. */
export async function recentActions(ctx: Context, limit: number): Promise<RecentAction[]> {
  checkPermission(ctx.actor, "runs.read");
  return actionsRequestedBy(ctx.db, actorId(ctx.actor), limit);
}

import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { shareOf, writeShare } from "@/server/runs/store/turns";

export interface RunSettings {
  /** How many runs of a team go on at a time while runs of other teams wait. */
  runsPerTeam: number;
}

/** Administrators only. */
export async function runSettings(ctx: Context): Promise<RunSettings> {
  checkPermission(ctx.actor, "state.manage");
  return { runsPerTeam: await shareOf(ctx.db) };
}

/** Says how many runs of a team go on while others wait; runs that go on already are left alone. Administrators only. */
export async function changeRunSettings(ctx: Context, { runsPerTeam }: RunSettings): Promise<RunSettings> {
  checkPermission(ctx.actor, "state.manage");
  return transaction(ctx, async (tx) => {
    const before = await shareOf(tx.db);
    await writeShare(tx, runsPerTeam, actorId(tx.actor));
    await audit(tx, {
      action: "UPDATE",
      resourceType: "run_settings",
      resourceId: "runs",
      diff: { before: { runsPerTeam: before }, after: { runsPerTeam } },
    });
    return { runsPerTeam };
  });
}

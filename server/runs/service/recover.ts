import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import { transaction } from "@/server/kernel/transaction";
import { uncleaned } from "@/server/runs/store/executions";
import { sweepSealed } from "@/server/runs/store/secrets";
import { abandoned, forgotten, releaseOf } from "@/server/runs/store/leases";
import { heldByNobody, nextInLine, unhold } from "@/server/runs/store/workspaces";
import { cleanUp } from "./carry-out";
import type { Engine } from "./engine";
import { reconcileInterrupted } from "./reconcile";
import { passTurn } from "./turns";
import { wake } from "./wake";

/**
 * Takes up what a crash left: the claims of dead workers end, runs that nobody drives get a job again, and files of
 * ended executions on this machine are removed, as are secrets of runs that have ended. Safe to call by every worker, all the time.
 */
export async function recoverRuns(
  ctx: Context,
  engine: Engine,
  deadOwners: string[],
): Promise<{ woken: number; cleaned: number }> {
  await releaseOf(ctx.db, deadOwners);
  await giveBackWorkspaces(ctx);
  const lost = [...(await abandoned(ctx.db)), ...(await forgotten(ctx.db))];
  for (const runId of lost) await transaction(ctx, (tx) => wake(tx, runId));
  if (lost.length) log.info({ runs: lost }, "runs that nobody drove were given a job");
  await transaction(ctx, passTurn);
  await reconcileInterrupted(ctx, engine);
  await sweepSealed(ctx.db);
  const leftovers = await uncleaned(ctx.db, engine.host);
  for (const id of leftovers) await cleanUp({ ctx, engine }, { id, host: engine.host });
  return { woken: lost.length, cleaned: leftovers.length };
}

/** No way is known on which a run ends and keeps its workspace; should there be one, nobody must wait for it for ever. */
async function giveBackWorkspaces(ctx: Context): Promise<void> {
  for (const { id, heldByRun } of await heldByNobody(ctx.db))
    await transaction(ctx, async (tx) => {
      if (!(await unhold(tx, id, heldByRun))) return;
      log.error({ workspace: id, runId: heldByRun }, "a run had ended and still held its workspace");
      const next = await nextInLine(tx, id);
      if (next) await wake(tx, next);
    });
}

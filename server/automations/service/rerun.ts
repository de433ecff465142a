import type { Context } from "@/server/kernel/context";
import { Conflict, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { isEnd } from "@/server/runs/core/lifecycle";
import { visibleRun } from "@/server/runs/service/read";
import type { AutomationEvent } from "../schema";
import { loadAutomation, startAutomation } from "./start";

/**
 * Runs an automation again for the event that set it off, as it is defined today and whatever its condition says; whoever asks
 * is the requester. Administrators only. Throws Conflict while the run is not over, Precondition when no automation made it.
 */
export async function rerunAutomation(ctx: Context, runId: string) {
  checkPermission(ctx.actor, "actions.manage");
  const run = await visibleRun(ctx, runId);
  const { cause, event } = run;
  if (cause?.kind !== "automation" || !event)
    throw new Precondition("No automation made this run. Run its action again instead.");
  if (!isEnd(run.status))
    throw new Conflict(`The run is not over yet: it is ${run.status}.`, { status: run.status });
  const automation = await loadAutomation(ctx, run.actionIdentifier);
  const { firingId, depth } = cause;
  return transaction(ctx, (tx) =>
    startAutomation(tx, automation, event as unknown as AutomationEvent, { firingId, depth }, run.id),
  );
}

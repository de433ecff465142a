import { audit } from "@/server/audit/service";
import { readInfracost } from "@/server/cost/core/infracost";
import type { BudgetVerdict, CostEstimate } from "@/server/cost/schema";
import { checkBudgets } from "@/server/cost/service/budgets";
import { actorId, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Forbidden } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import type { RunStatus } from "@/server/runs/schema";
import { appendEvent, lockRun, putEstimate } from "@/server/runs/store/runs";
import { visibleRun } from "./read";
import { costed } from "./settle-money";

const BEFORE_APPROVAL: readonly RunStatus[] = ["queued", "planning", "checking", "awaiting_approval"];

/**
 * Takes an Infracost JSON as the estimate of a run that nobody has approved yet. Its requester, their clients and
 * administrators may. Throws Invalid with the path of what is wrong in it, Conflict once the run was approved. While it waits
 * for approval the budgets are asked again at once; what they allow is decided when it is approved.
 */
export async function takeInfracost(
  ctx: Context,
  runId: string,
  json: unknown,
): Promise<{ estimate: CostEstimate; budgets: BudgetVerdict[] }> {
  checkPermission(ctx.actor, "runs.report");
  const { requesterId } = await visibleRun(ctx, runId);
  const mine =
    actorId(ctx.actor) === requesterId || (ctx.actor.kind === "client" && ctx.actor.ownerId === requesterId);
  if (!mine && !isAdmin(ctx.actor))
    throw new Forbidden(
      "Only the person who requested a run, their API clients and administrators can estimate it.",
    );
  const estimate = readInfracost(json);
  return transaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    if (!run || !BEFORE_APPROVAL.includes(run.status))
      throw new Conflict(
        `The run is ${run?.status ?? "gone"}: its estimate can change only before it is approved.`,
      );
    const checked = run.status === "awaiting_approval";
    const budgets = await checkBudgets(tx, costed({ ...run, estimate }));
    await putEstimate(tx, runId, estimate);
    await appendEvent(tx, runId, "estimated", { monthly: estimate.monthly, currency: estimate.currency });
    await audit(tx, {
      action: "ESTIMATE",
      resourceType: "run",
      resourceId: runId,
      runId,
      diff: {
        before: run.estimate,
        after: { monthly: estimate.monthly, currency: estimate.currency, checked },
      },
    });
    return { estimate, budgets };
  });
}

import { actorId, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Forbidden } from "@/server/kernel/errors";
import { isEnd } from "@/server/runs/core/lifecycle";
import { visibleRun } from "@/server/runs/service/read";
import { executeAction } from "./execute";

/**
 * Requests the same again: same inputs, but the action, its permissions and its approvals as they are today. Only the
 * requester and administrators may. Throws Conflict while the run is not over, and whatever executing the action throws.
 */
export async function rerunAction(ctx: Context, input: { runId: string; idempotencyKey?: string | null }) {
  const run = await visibleRun(ctx, input.runId);
  if (run.requesterId !== actorId(ctx.actor) && !isAdmin(ctx.actor))
    throw new Forbidden(
      "Only the person who requested a run can request it again. Open the action to request one of your own.",
    );
  if (!isEnd(run.status))
    throw new Conflict(`The run is not over yet: it is ${run.status}.`, { status: run.status });
  const entity = run.action.operation === "CREATE" ? undefined : run.target?.identifier;
  const properties = Object.fromEntries(Object.entries(run.inputs).filter(([, value]) => value !== null));
  return executeAction(
    ctx,
    run.actionIdentifier,
    { properties, entity },
    { idempotencyKey: input.idempotencyKey, rerunOf: run.id },
  );
}

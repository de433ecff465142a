import { actorId, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Conflict, Forbidden } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { isEnd } from "@/server/runs/core/lifecycle";
import type { RunRow } from "@/server/runs/store/runs";
import { visibleRun } from "./read";
import { submitRun } from "./submit";

/**
 * Requests the same again: same action as it was then, same inputs, a new run with a plan and an approval of its own. Only
 * its requester, while still in the team that would own the result, and administrators may.
 */
export async function rerunRun(ctx: Context, input: { runId: string; idempotencyKey?: string | null }): Promise<RunRow> {
  return transaction(ctx, async (tx) => {
    const run = await visibleRun(tx, input.runId);
    const admin = isAdmin(ctx.actor);
    if (run.requesterId !== actorId(ctx.actor) && !admin)
      throw new Forbidden("Only the person who requested a run can request it again. Open the action to request one of your own.");
    if (!admin && ctx.actor.kind === "user" && run.team !== null && !teamsOf(ctx.actor).includes(run.team))
      throw new Forbidden(`You are no longer a member of ${run.team}, which would own the result.`);
    if (!isEnd(run.status)) throw new Conflict(`The run is not over yet: it is ${run.status}.`, { status: run.status });
    return submitRun(tx, {
      action: run.action,
      blueprint: run.blueprint ?? run.target?.blueprint ?? "",
      inputs: run.inputs,
      target: run.action.operation === "CREATE" ? null : run.target,
      team: run.team,
      rule: run.approvalRule,
      idempotencyKey: input.idempotencyKey,
      rerunOf: run.id,
    });
  });
}

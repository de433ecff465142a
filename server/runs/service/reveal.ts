import { audit, auditFailure } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { Forbidden, NotFound, Precondition } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { parseState } from "@/server/runs/core/state-content";
import { mayReveal, visibleRun } from "./read";
import { latestState } from "./state";

/**
 * Gives out one output of a run that succeeded, sensitive or not, read from the encrypted state at this moment. The
 * requester and members of the owning team may; each time is audited, refusals too.
 */
export async function revealOutput(
  ctx: Context,
  input: { runId: string; name: string },
): Promise<{ value: unknown }> {
  const run = await visibleRun(ctx, input.runId);
  if (run.status !== "succeeded") throw new Precondition("Only a run that succeeded has outputs to reveal.");
  if (!mayReveal(ctx.actor, run)) {
    await auditFailure(ctx, {
      action: "REVEAL_OUTPUT",
      resourceType: "run",
      resourceId: run.id,
      runId: run.id,
      message: input.name,
    });
    throw new Forbidden(
      "Only the person who requested the run, and members of the team that owns the result, can see its sensitive outputs.",
    );
  }
  if (!run.workspaceId || !run.outputs || !Object.hasOwn(run.outputs, input.name))
    throw new NotFound("Output", input.name);
  const { workspaceId } = run;
  return transaction(ctx, async (tx) => {
    const state = parseState(await latestState(tx, workspaceId));
    const output = state && Object.hasOwn(state.outputs, input.name) ? state.outputs[input.name] : undefined;
    if (!output) throw new NotFound("Output", input.name);
    await audit(tx, {
      action: "REVEAL_OUTPUT",
      resourceType: "run",
      resourceId: run.id,
      runId: run.id,
      message: input.name,
    });
    return { value: output.value };
  });
}

import { audit } from "@/server/audit/service";
import { actorName, type Context } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import { decrypt } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import { findArtifact } from "@/server/runs/store/executions";
import { appendEvent, findRun, lockRun, type RunRow, setAcknowledged } from "@/server/runs/store/runs";
import { findWorkspace, unblock } from "@/server/runs/store/workspaces";
import { endRun } from "./finish";
import { assertVisible, mayAcknowledge } from "./read";
import { artifactPurpose } from "./stages/plan";
import { storeState } from "./state-protocol";

export interface Acknowledgement {
  /** What was found and done; kept in the audit log. */
  reason: string;
  /** Put the rescued state in place as the newest version, when there is one. */
  useRescuedState?: boolean;
}

/**
 * A person answers for what an unclean end left: an interrupted run becomes failed, and its workspace is free again. With
 * a state that was rescued, it can be put in place at the same time. Leads of the owning team and administrators may.
 * Throws Invalid without a reason, Conflict when there is nothing to acknowledge or the rescued state does not fit.
 */
export async function acknowledgeRun(ctx: Context, runId: string, input: Acknowledgement): Promise<RunRow> {
  const reason = input.reason.trim();
  return transaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    if (!run) throw new NotFound("Run", runId);
    assertVisible(ctx.actor, run);
    if (!mayAcknowledge(ctx.actor, run))
      throw new Forbidden(
        "Only a lead of the team that owns the result, or an administrator, can acknowledge this run.",
      );
    if (!reason) throw Invalid.at(["reason"], "Say what you found and did; it is kept in the audit log.");
    const workspace = run.workspaceId ? await findWorkspace(tx.db, run.workspaceId) : null;
    const blockedByIt =
      run.failure?.code === "state_not_saved" && workspace?.status === "blocked" && !run.acknowledgedAt;
    if (run.status !== "interrupted" && !blockedByIt)
      throw new Conflict(`There is nothing to acknowledge: the run is ${run.status}.`, {
        status: run.status,
      });

    if (!(await setAcknowledged(tx, runId, actorName(ctx.actor))))
      throw new Conflict("The run was acknowledged already.");
    const artifact = input.useRescuedState ? await findArtifact(tx.db, runId, "errored_state") : null;
    if (input.useRescuedState && !artifact)
      throw Invalid.at(["useRescuedState"], "No state was rescued from this run.");
    // Rows first, the audit chain last: the order in which every change of a run takes its locks.
    if (workspace) await unblock(tx, workspace.id, runId);
    await appendEvent(tx, runId, "acknowledged", { reason, rescuedState: Boolean(artifact) });
    if (run.status === "interrupted")
      await endRun(tx, { runId, from: "interrupted", to: "failed", data: { reason } });
    if (artifact && workspace)
      await storeState(tx, {
        workspaceId: workspace.id,
        runId,
        origin: "rescue",
        reason,
        body: decrypt(artifactPurpose(runId, "errored_state"), artifact.sealed),
      });
    await audit(tx, {
      action: "ACKNOWLEDGE",
      resourceType: "run",
      resourceId: runId,
      runId,
      message: reason,
      diff: { after: { workspace: workspace?.name, rescuedState: Boolean(artifact) } },
    });
    const after = await findRun(tx.db, runId);
    if (!after) throw new NotFound("Run", runId);
    return after;
  });
}

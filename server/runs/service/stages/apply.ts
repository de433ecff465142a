import { terraformOf } from "@/server/runs/core/invocation";
import { encrypt, sha256 } from "@/server/kernel/secrets";
import { adviceFor, headline } from "@/server/runs/core/advice";
import { mapTexts } from "@/server/runs/core/secret-variables";
import { endedUncleanly } from "@/server/runs/core/ending";
import { parseState, reconcile } from "@/server/runs/core/state-content";
import type { RunFailure, RunOutput } from "@/server/runs/schema";
import { revokeTokens, saveArtifact } from "@/server/runs/store/executions";
import { cancelRequested, move, type RunRow } from "@/server/runs/store/runs";
import { forgetSealed } from "@/server/runs/store/secrets";
import { block, dropTerraformLock } from "@/server/runs/store/workspaces";
import { audit } from "@/server/audit/service";
import type { TransactionContext } from "@/server/kernel/transaction";
import { type CarriedOut, carryOut, cleanUp } from "../carry-out";
import type { Drive } from "../drive";
import { endRun, failRun } from "../finish";
import { latestState } from "../state";
import type { Step } from "./begin";
import { artifactPurpose } from "./plan";
import { applyIngredients } from "./start";

/**
 * applying → registering, failed, cancelled or interrupted, by how Terraform ended. It is never begun again: what did
 * not end by itself is for a person to look at.
 */
export async function applyStage(drive: Drive, run: RunRow): Promise<Step> {
  const done = await carryOut(drive, run, "apply", () => applyIngredients(drive, run));
  if (!done) return "wait";
  const { report } = done;
  if (report.state !== "exited" || endedUncleanly(report.command, report.exitCode))
    await interrupted(drive, run, done);
  else if (report.exitCode === 0) await applied(drive, run, done);
  else await applyFailed(drive, run, done);
  await cleanUp(drive, done.execution);
  return "on";
}

/** Values of sensitive outputs stay in the encrypted state. */
export const maskOutputs = (
  outputs: Record<string, { sensitive: boolean; value: unknown }>,
): Record<string, RunOutput> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, o]) => [
      name,
      { sensitive: o.sensitive, value: o.sensitive ? null : o.value },
    ]),
  );

async function applied(drive: Drive, run: RunRow, done: CarriedOut): Promise<void> {
  const outputs = mapTexts(maskOutputs(await done.backend.readOutputs(done.workDir)), done.redact);
  await drive.tx(async (tx) => {
    const tooLate = await cancelRequested(tx.db, run.id);
    const data = {
      resources: done.execution.completed.length,
      ...(tooLate ? { cancellation: "came too late" } : {}),
    };
    await move(tx, {
      runId: run.id,
      from: "applying",
      to: "registering",
      fence: drive.fence,
      set: { outputs },
      data,
    });
  });
}

interface Rescued {
  bytes: Buffer;
  sealed: Buffer;
}

/** A state that Terraform could not upload, sealed; it is saved before its file is removed. */
async function rescue(run: RunRow, done: CarriedOut): Promise<Rescued | null> {
  const bytes = done.workDir === "" ? null : await done.backend.readErroredState(done.workDir);
  return bytes && { bytes, sealed: encrypt(artifactPurpose(run.id, "errored_state"), bytes) };
}

async function keepRescued(tx: TransactionContext, run: RunRow, rescued: Rescued): Promise<void> {
  await saveArtifact(tx, {
    runId: run.id,
    kind: "errored_state",
    sha256: sha256(rescued.bytes),
    size: rescued.bytes.length,
    sealed: rescued.sealed,
  });
  await audit(tx, {
    action: "RESCUE_STATE",
    resourceType: "workspace",
    resourceId: run.workspaceId!,
    runId: run.id,
    diff: { after: { sha256: sha256(rescued.bytes) } },
  });
}

async function applyFailed(drive: Drive, run: RunRow, done: CarriedOut): Promise<void> {
  const { execution, report } = done;
  const rescued = await rescue(run, done);
  const stopped = "stopped" in report ? report.stopped : null;
  const exitCode = "exitCode" in report ? report.exitCode : null;
  const failure = applyFailure(run, stopped, exitCode, execution.diagnostics, rescued !== null);
  const at = { runId: run.id, from: "applying" as const, fence: drive.fence };
  await drive.tx(async (tx) => {
    const data = { during: "apply", finished: execution.completed.length };
    const ended =
      stopped === "cancel"
        ? await endRun(tx, { ...at, to: "cancelled", set: { failure }, data }, () =>
            blockUnsaved(tx, run, rescued),
          )
        : await failRun(tx, at, failure, () => blockUnsaved(tx, run, rescued));
    if (ended && rescued) await keepRescued(tx, run, rescued);
  });
}

async function blockUnsaved(tx: TransactionContext, run: RunRow, rescued: Rescued | null): Promise<void> {
  if (rescued)
    await block(
      tx,
      run.workspaceId!,
      `Run ${run.id} could not store its state; the state was rescued and has to be put in place.`,
    );
}

function applyFailure(
  run: RunRow,
  stopped: string | null,
  exitCode: number | null,
  diagnostics: RunFailure["diagnostics"],
  rescued: boolean,
): RunFailure {
  // Whatever stopped it: a state that was not stored is what a person has to see to before anything else.
  const code = (otherwise: string) => (rescued ? "state_not_saved" : otherwise);
  const base = { stage: "apply" as const, diagnostics };
  const kept = "What was finished before is recorded in the state; the next run goes on from there.";
  const note = rescued
    ? " The state could not be stored and was rescued; the workspace is blocked until it is put in place."
    : "";
  if (stopped === "cancel")
    return {
      ...base,
      code: code("cancelled"),
      message: `Cancelled while Terraform applied.${note}`,
      advice: kept,
    };
  if (stopped === "timeout")
    return {
      ...base,
      code: code("timeout"),
      message: `The apply took longer than the ${terraformOf(run.action).timeoutMinutes} minutes that the action allows, and was stopped.${note}`,
      advice: kept,
    };
  if (stopped === "shutdown")
    return {
      ...base,
      code: code("shutdown"),
      message: `The portal's machine was shut down while Terraform applied.${note}`,
      advice: kept,
    };
  return {
    ...base,
    code: code("apply_failed"),
    message: headline("apply", diagnostics, exitCode) + note,
    advice: adviceFor("apply", diagnostics),
  };
}

/**
 * Terraform died without a word. What it finished is compared with what the state knows, the workspace is blocked, and
 * its tokens end, so that a process which still lives somewhere can write no more.
 */
async function interrupted(drive: Drive, run: RunRow, done: CarriedOut): Promise<void> {
  const rescued = await rescue(run, done);
  const state = parseState(await latestState(drive.ctx, run.workspaceId!));
  const completed = reconcile(done.execution.completed, state);
  const unknown = completed.filter((c) => !c.inState).length;
  const gone =
    done.report.state === "elsewhere"
      ? "The machine on which Terraform applied has gone away"
      : "Terraform was killed while it applied";
  const failure: RunFailure = {
    stage: "apply",
    code: "interrupted",
    message: `${gone}. ${completed.length} changes were finished, and the stored state does not know ${unknown} of them.`,
    advice:
      "Nothing is applied again by itself. Compare the list with what really exists, remove or import what the state does not know, then acknowledge the run to free the workspace.",
    diagnostics: done.execution.diagnostics,
    completed,
  };
  await drive.tx(async (tx) => {
    const moved = await move(tx, {
      runId: run.id,
      from: "applying",
      to: "interrupted",
      fence: drive.fence,
      set: { failure, statusLabel: null },
      data: { finished: completed.length, unknown },
    });
    if (!moved) return;
    await revokeTokens(tx, run.id);
    await forgetSealed(tx.db, run.id);
    await block(tx, run.workspaceId!, `Run ${run.id} was interrupted while it applied.`);
    if (done.report.state !== "elsewhere") await dropTerraformLock(tx, run.workspaceId!, run.id);
    if (rescued) await keepRescued(tx, run, rescued);
    await audit(tx, {
      action: "INTERRUPTED",
      resourceType: "run",
      resourceId: run.id,
      runId: run.id,
      status: "FAILURE",
      message: failure.message,
      diff: { after: { completed } },
    });
  });
}

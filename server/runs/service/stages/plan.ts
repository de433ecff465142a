import { terraformOf } from "@/server/runs/core/invocation";
import { encrypt, sha256 } from "@/server/kernel/secrets";
import { Precondition } from "@/server/kernel/errors";
import { mapTexts } from "@/server/runs/core/secret-variables";
import { adviceFor, headline } from "@/server/runs/core/advice";
import { findExecution, saveArtifact } from "@/server/runs/store/executions";
import { cancelRequested, move, type RunRow } from "@/server/runs/store/runs";
import { dropTerraformLock, stateHead } from "@/server/runs/store/workspaces";
import { type CarriedOut, carryOut, cleanUp, type Ingredients } from "../carry-out";
import type { Drive } from "../drive";
import { endRun, failRun } from "../finish";
import { moduleReference } from "../module-reference";
import { variablesOf } from "../run-secrets";
import { preparePlan, type Step } from "./begin";

/** The purpose under which an artifact of a run is encrypted. */
export const artifactPurpose = (runId: string, kind: "plan" | "errored_state"): string =>
  `artifact:${runId}:${kind}`;

/** planning → checking, with the plan stored, hashed and summed up; or the run fails, or is cancelled. */
export async function planStage(drive: Drive, run: RunRow): Promise<Step> {
  if (!(await findExecution(drive.ctx.db, run.id, "plan"))) {
    await preparePlan(drive, run);
    return "on";
  }
  const done = await carryOut(drive, run, "plan", () => ingredients(drive, run));
  if (!done) return "wait";
  if (done.report.state === "exited" && done.report.exitCode === 0) await storePlan(drive, run, done);
  else await planFailed(drive, run, done);
  await cleanUp(drive, done.execution);
  return "on";
}

async function ingredients(drive: Drive, run: RunRow): Promise<Ingredients> {
  const module = await drive.engine.loadModule(drive.ctx, await moduleReference(drive.ctx.db, run));
  if (module.snapshot.sha256 !== run.module?.sha256)
    throw new Precondition(
      "The template's module changed at the moment the plan was begun. Run the action again.",
    );
  return { module, ...(await variablesOf(drive.ctx, run)), planFile: null };
}

async function storePlan(drive: Drive, run: RunRow, done: CarriedOut): Promise<void> {
  const { planFile, summary } = await done.backend.readPlan(done.workDir);
  const digest = sha256(planFile);
  const sealed = encrypt(artifactPurpose(run.id, "plan"), planFile);
  await drive.tx(async (tx) => {
    if (await cancelRequested(tx.db, run.id)) {
      await endRun(tx, {
        runId: run.id,
        from: "planning",
        to: "cancelled",
        fence: drive.fence,
        data: { after: "plan" },
      });
      return;
    }
    const head = await stateHead(tx.db, run.workspaceId!);
    const moved = await move(tx, {
      runId: run.id,
      from: "planning",
      to: "checking",
      fence: drive.fence,
      set: {
        plan: mapTexts(summary, done.redact),
        planSha256: digest,
        stateSerial: head?.serial ?? null,
        stateLineage: head?.lineage ?? null,
      },
      data: { counts: summary.counts, empty: summary.empty },
    });
    if (moved)
      await saveArtifact(tx, { runId: run.id, kind: "plan", sha256: digest, size: planFile.length, sealed });
  });
}

/** A plan changes nothing, so whatever ended it, the workspace is as it was; only its lock may have been left. */
async function planFailed(drive: Drive, run: RunRow, done: CarriedOut): Promise<void> {
  const { report, execution } = done;
  const stopped = "stopped" in report ? report.stopped : null;
  const at = { runId: run.id, from: "planning" as const, fence: drive.fence };
  await drive.tx(async (tx) => {
    if (report.state !== "exited") await dropTerraformLock(tx, run.workspaceId!, run.id);
    if (stopped === "cancel" || (await cancelRequested(tx.db, run.id))) {
      await endRun(tx, { ...at, to: "cancelled", data: { during: "plan" } });
      return;
    }
    const { diagnostics } = execution;
    if (report.state !== "exited") {
      const message =
        "Terraform was killed, or its machine went away, while it planned. Nothing was changed.";
      await failRun(tx, at, {
        stage: "plan",
        code: "lost",
        message,
        advice: "Run the action again.",
        diagnostics,
      });
    } else if (stopped === "timeout") {
      const message = `The plan took longer than the ${terraformOf(run.action).timeoutMinutes} minutes that the action allows, and was stopped. Nothing was changed.`;
      await failRun(tx, at, { stage: "plan", code: "timeout", message, diagnostics });
    } else if (stopped === "shutdown") {
      const message = "The portal's machine was shut down while Terraform planned. Nothing was changed.";
      await failRun(tx, at, {
        stage: "plan",
        code: "shutdown",
        message,
        advice: "Run the action again.",
        diagnostics,
      });
    } else {
      await failRun(tx, at, {
        stage: "plan",
        code: "plan_failed",
        message: headline("plan", diagnostics, report.exitCode),
        advice: adviceFor("plan", diagnostics),
        diagnostics,
      });
    }
  });
}

import { terraformOf } from "@/server/runs/core/invocation";
import { markApplied } from "@/server/pipelines/versions";
import { Precondition } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { decrypt, sha256 } from "@/server/kernel/secrets";
import { subjectHash } from "@/server/runs/core/subject-hash";
import { findArtifact, insertExecution } from "@/server/runs/store/executions";
import { lockRun, move, type RunRow } from "@/server/runs/store/runs";
import { lockWorkspace, stateHead } from "@/server/runs/store/workspaces";
import type { Ingredients } from "../carry-out";
import type { Drive } from "../drive";
import { failRun, staleRun } from "../finish";
import { moduleReference } from "../module-reference";
import { movedSecret, variablesOf } from "../run-secrets";
import { movedSet } from "../set-variables";
import { policiesMoved } from "../policy-case";
import { allowState } from "../tokens";
import { cancelHere, type Step } from "./begin";
import { plannedState, subjectOf } from "./check";
import { claimOrEnd } from "./claim";
import { artifactPurpose } from "./plan";

/** The stored plan, byte for byte; null when it is gone, was altered, or is not the one of the record. */
async function approvedPlan(drive: Drive, run: RunRow): Promise<Buffer | null> {
  const artifact = await findArtifact(drive.ctx.db, run.id, "plan");
  if (!artifact || artifact.sha256 !== run.planSha256) return null;
  try {
    const plan = decrypt(artifactPurpose(run.id, "plan"), artifact.sealed);
    return sha256(plan) === run.planSha256 ? plan : null;
  } catch {
    // Authenticated encryption refuses what was altered, or sealed for another run: that is the answer.
    return null;
  }
}

/** What the apply is made of, as long as it is still what was approved. */
export async function applyIngredients(drive: Drive, run: RunRow): Promise<Ingredients> {
  const [module, planFile] = [
    await drive.engine.loadModule(drive.ctx, await moduleReference(drive.ctx.db, run)),
    await approvedPlan(drive, run),
  ];
  if (!planFile || module.snapshot.sha256 !== run.module?.sha256)
    throw new Precondition(
      "The plan or the module changed at the moment the apply was to begin. Nothing was applied.",
    );
  return { module, ...(await variablesOf(drive.ctx, run)), planFile };
}

/**
 * approved → applying, or → registering when there is nothing to apply. Everything that the approval spoke about is looked
 * at again: what was altered ends the run as failed (integrity), what has moved on as stale, what lapsed as expired.
 */
export async function startApply(drive: Drive, run: RunRow): Promise<Step> {
  if (!run.module || !run.planSha256 || !run.subjectHash || !run.workspaceId)
    throw new Error(`Run ${run.id} is approved without a plan.`);
  const { workspaceId, planSha256 } = run;
  const plan = await approvedPlan(drive, run);
  const recorded = subjectHash(subjectOf(run, { module: run.module, state: plannedState(run), planSha256 }));
  const at = { runId: run.id, from: "approved" as const, fence: drive.fence };
  if (!plan || recorded !== run.subjectHash) {
    const what = plan
      ? "The record of the run is not the one that was approved"
      : "The stored plan is not the one that was approved";
    await drive.tx((tx) =>
      failRun(tx, at, {
        stage: "apply",
        code: "integrity",
        message: `${what}: its hash is another. Nothing was applied.`,
        advice: "Tell an administrator: the database was changed around the portal.",
      }),
    );
    return "on";
  }
  const module = (await drive.engine.loadModule(drive.ctx, await moduleReference(drive.ctx.db, run)))
    .snapshot;
  const judged = await policiesMoved(drive.ctx, run);
  const executionId = newId();
  return drive.tx(async (tx) => {
    // Run, workspace, approval: the order in which everything else takes their locks too.
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "approved") return "on";
    if (current.cancelRequestedAt) return cancelHere(tx, drive, run);
    await lockWorkspace(tx, workspaceId);
    const state = await stateHead(tx.db, workspaceId);
    const moved =
      judged ??
      whatMoved(run, module.sha256, state) ??
      (await movedSecret(tx, run)) ??
      (await movedSet(tx, run));
    if (moved) {
      await staleRun(tx, at, moved);
      return "on";
    }
    const executedHash = subjectHash(subjectOf(current, { module, state, planSha256: sha256(plan) }));
    if (executedHash !== run.subjectHash) {
      await staleRun(tx, at, "What would be applied is not what was approved.");
      return "on";
    }
    if (!(await claimOrEnd(tx, run, at, executedHash))) return "on";
    const to = run.plan?.empty ? "registering" : "applying";
    if (
      !(await move(tx, { ...at, to, set: { executedHash }, data: { executedHash } })) ||
      to === "registering"
    )
      return "on";
    await markApplied(tx, module);
    await insertExecution(tx, { id: executionId, runId: run.id, stage: "apply", host: drive.engine.host });
    await allowState(tx, {
      id: executionId,
      runId: run.id,
      workspaceId,
      timeoutSeconds: terraformOf(run.action).timeoutMinutes * 60,
    });
    return "on";
  });
}

function whatMoved(
  run: RunRow,
  moduleSha256: string,
  state: { serial: number; lineage: string } | null,
): string | null {
  if (moduleSha256 !== run.module?.sha256)
    return `The module ${run.module?.source} has changed since the plan was made.`;
  const planned = plannedState(run);
  if (planned?.lineage !== state?.lineage)
    return "The workspace's state was replaced by another since the plan was made.";
  if (planned?.serial !== state?.serial)
    return `The workspace's state has changed since the plan was made: from serial ${planned?.serial} to ${state?.serial}.`;
  return null;
}

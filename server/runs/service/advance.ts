import type { Context } from "@/server/kernel/context";
import { Unavailable } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { transaction } from "@/server/kernel/transaction";
import { remoteOf } from "@/server/runs/core/invocation";
import { isDriven, stageOf } from "@/server/runs/core/lifecycle";
import type { RunFailure, RunStatus } from "@/server/runs/schema";
import type { RunRow } from "@/server/runs/store/runs";
import { isDue } from "@/server/runs/store/leases";
import { findRun } from "@/server/runs/store/runs";
import { serialBlocker } from "@/server/runs/store/turns";
import { findWorkspace } from "@/server/runs/store/workspaces";
import { type Drive, LetGo, startDrive } from "./drive";
import type { Engine } from "./engine";
import { failRun } from "./finish";
import { applyStage } from "./stages/apply";
import { NotBegun } from "./carry-out";
import { explain, type Step, takeTurn } from "./stages/begin";
import { checkStage } from "./stages/check";
import { planStage } from "./stages/plan";
import { registerStage } from "./stages/register";
import { callStage } from "./stages/remote/call";
import { prepareRemote } from "./stages/remote/prepare";
import { registerRemote } from "./stages/remote/register";
import { beginStraight } from "./stages/remote/straight";
import { startCall } from "./stages/remote/start";
import { startApply } from "./stages/start";
import { passTurn } from "./turns";
import { wake } from "./wake";

type Steps = Partial<Record<RunStatus, (drive: Drive, run: RunRow) => Promise<Step>>>;

const TERRAFORM: Steps = {
  queued: takeTurn,
  planning: planStage,
  checking: checkStage,
  approved: startApply,
  applying: applyStage,
  registering: registerStage,
};

const ELSEWHERE: Steps = {
  queued: beginStraight,
  planning: prepareRemote,
  checking: checkStage,
  approved: startCall,
  applying: callStage,
  registering: registerRemote,
};

const stepsOf = (run: RunRow): Steps => (remoteOf(run.action) ? ELSEWHERE : TERRAFORM);

/** After so many failed attempts at a step, what nobody expected ends the run, where that is safe. */
const PATIENCE = 5;

/**
 * Drives a run as far as it goes: to its end, to a wait for a person, or to a wait for its workspace. Any number of workers
 * may call it for the same run at the same time; one of them drives. Throws what is worth another attempt.
 *
 * @param attempt which attempt of the job this is, from 1
 */
export async function advance(ctx: Context, engine: Engine, runId: string, attempt = 1): Promise<void> {
  for (;;) {
    const drive = await startDrive(ctx, engine, runId);
    if (!drive) return;
    let step: Step | undefined;
    let after: RunStatus | null;
    try {
      step = await stepOn(drive, attempt);
    } catch (error) {
      if (!(error instanceof LetGo)) throw error;
      if (error.why === "stopping") await handOver(drive);
      return;
    } finally {
      after = await drive.release(step === "over");
    }
    // Whoever changed the run while it was ours found it claimed, and left: what they asked for is seen to here.
    // While it waits for a person, another may go on in its place.
    if (after === "awaiting_approval") await transaction(ctx, passTurn);
    if (!after || !isDriven(after)) return;
    if (step === "wait" && !(await hasWork(ctx, runId))) return;
  }
}

async function stepOn(drive: Drive, attempt: number): Promise<Step> {
  for (let first = true; ; first = false) {
    const run = first ? drive.claimed : await drive.load();
    const stepOf = stepsOf(run)[run.status];
    if (!stepOf) return "on";
    try {
      const step = await stepOf(drive, run);
      if (step !== "on") return step;
    } catch (error) {
      if (error instanceof LetGo || drive.signal.aborted) throw drive.signal.reason ?? error;
      await settle(drive, run, error, attempt);
    }
  }
}

/** Ends the run when the fault is one that trying again cannot mend and nothing of it is at work; else throws it again. */
async function settle(drive: Drive, run: RunRow, error: unknown, attempt: number): Promise<void> {
  const known = explain(error);
  // While Terraform may be at work, nothing but its own end ends the run.
  if (run.status === "applying" && !(error instanceof NotBegun)) throw error;
  if (!known && (attempt < PATIENCE || isTransient(error))) throw error;
  if (!known)
    log.error(
      {
        runId: run.id,
        requestId: drive.ctx.requestId,
        err: error instanceof Error ? error.stack : String(error),
      },
      "a step of a run failed",
    );
  const stage: RunFailure["stage"] =
    run.status === "planning" ? "prepare" : (stageOf(run.status) ?? "prepare");
  const note = known ?? {
    code: "unexpected",
    message: `Something failed that should not. The operator finds it in the log under request ${drive.ctx.requestId}.`,
  };
  await drive.tx((tx) =>
    failRun(
      tx,
      { runId: run.id, from: run.status, fence: drive.fence },
      { stage, ...note, advice: adviceOn(run) },
    ),
  );
}

const adviceOn = (run: RunRow): string =>
  run.status === "registering" && remoteOf(run.action)
    ? "The backend has done its work, but the catalog refused the entity. Mend what is named; running the action again asks the backend again."
    : run.status === "registering"
      ? "The infrastructure is in place and its state is stored, but the catalog refused the entity. Mend what is named, then run the action again: Terraform will have nothing to do."
      : "Nothing was changed. Mend what is named, then run the action again.";

/** The database went away, or two transactions met: another attempt will do. */
function isTransient(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  for (
    let e: unknown = error, depth = 0;
    e && typeof e === "object" && depth < 5;
    e = (e as { cause?: unknown }).cause, depth++
  ) {
    if (/^(ECONN|EPIPE|CONNECT|57P|08|40001|40P01|53)/.test(String((e as { code?: unknown }).code ?? "")))
      return true;
  }
  return false;
}

async function handOver(drive: Drive): Promise<void> {
  await drive.release();
  await transaction(drive.ctx, (tx) => wake(tx, drive.runId));
}

/** Whether something came up while the run was given back, for which nobody will be woken. */
async function hasWork(ctx: Context, runId: string): Promise<boolean> {
  const run = await findRun(ctx.db, runId);
  if (!run) return false;
  if (run.status === "queued" && (run.heldBack || (await serialBlocker(ctx.db, runId)))) return false;
  if (remoteOf(run.action)) return run.status === "queued" || isDue(ctx.db, runId);
  if (run.status !== "queued") return false;
  const workspace = run.workspaceId ? await findWorkspace(ctx.db, run.workspaceId) : null;
  return workspace !== null && workspace.heldByRun === null;
}

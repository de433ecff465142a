import { terraformOf } from "@/server/runs/core/invocation";
import { newId } from "@/server/kernel/ids";
import { DomainError } from "@/server/kernel/errors";
import { TemplateError } from "@/server/pipelines/template";
import { allowState } from "@/server/runs/service/tokens";
import { insertExecution } from "@/server/runs/store/executions";
import { lockRun, move, notifyRun, type RunRow, setFacts } from "@/server/runs/store/runs";
import { findWorkspace, hold, unhold } from "@/server/runs/store/workspaces";
import { assertRemovable, findEntity } from "../catalog";
import { NotBegun } from "../carry-out";
import type { Drive } from "../drive";
import { endRun, failRun } from "../finish";
import { moduleReference } from "../module-reference";
import { engineInputs, noteGone } from "../payload-inputs";
import { renderVariables } from "../run-secrets";
import { workspaceName } from "../aim";
import { takesTurn } from "../turns";

/** Whether a step went on, or the run now waits for something that will wake it, or has ended, and its claim with it. */
export type Step = "on" | "wait" | "over";

/** queued → planning: when the run's turn on its workspace has come. */
export async function takeTurn(drive: Drive, run: RunRow): Promise<Step> {
  if (!run.workspaceId) throw new Error(`Run ${run.id} has no workspace.`);
  const workspaceId = run.workspaceId;
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    // A worker that was held up for long would take the workspace of a run that another has brought to its end since.
    if (!current || current.fence !== drive.fence || current.status !== "queued") return "on";
    if (current.cancelRequestedAt) return cancelHere(tx, drive, run);
    if (await hold(tx, workspaceId, run.id)) {
      if (!(await takesTurn(tx, run, drive.fence))) {
        await unhold(tx, workspaceId, run.id);
        return "wait";
      }
      await move(tx, {
        runId: run.id,
        from: "queued",
        to: "planning",
        fence: drive.fence,
        set: { statusLabel: null, heldBack: false },
      });
      return "on";
    }
    const workspace = await findWorkspace(tx.db, workspaceId);
    if (workspace?.status === "blocked" && !workspace.heldByRun) {
      await failRun(
        tx,
        { runId: run.id, from: "queued", fence: drive.fence },
        {
          stage: "queue",
          code: "workspace_blocked",
          message: `The workspace ${workspace.name} was blocked while the run waited for it: ${workspace.blockedReason ?? "a run ended uncleanly"}`,
          advice:
            "A lead of the owning team or an administrator must look at it and acknowledge it; then run the action again.",
        },
      );
      return "on";
    }
    const label = workspace?.heldByRun ? `Waits for run ${workspace.heldByRun}` : null;
    if (current.statusLabel !== label && (await setFacts(tx, run.id, drive.fence, { statusLabel: label })))
      await notifyRun(tx.db, run.id);
    return "wait";
  });
}

type Tx = Parameters<Parameters<Drive["tx"]>[0]>[0];

/** Ends a run that was cancelled before Terraform began. */
export async function cancelHere(tx: Tx, drive: Drive, run: RunRow): Promise<"on"> {
  await endRun(tx, {
    runId: run.id,
    from: run.status,
    to: "cancelled",
    fence: drive.fence,
    set: { statusLabel: null },
    data: { before: "terraform" },
  });
  return "on";
}

/** Loads and hashes the module, renders the variables, and records that the plan is begun: all that the plan depends on. */
export async function preparePlan(drive: Drive, run: RunRow): Promise<void> {
  const { engine, ctx } = drive;
  const { operation } = run.action;
  const invocation = terraformOf(run.action);
  const module = await engine.loadModule(ctx, await moduleReference(ctx.db, run));
  const existing = run.target ? await findEntity(ctx, run.target.blueprint, run.target.identifier) : null;
  const fault = targetFault(run, existing !== null);
  if (fault) throw new PrepareFault(fault);
  if (invocation.operation === "destroy" && run.target) await assertRemovable(ctx, run.target);
  const { inputs, gone } = await engineInputs(ctx, run);
  const variables = await renderVariables(ctx, run, {
    inputs,
    entity: operation === "CREATE" ? null : existing,
    module: module.files,
  });
  // Both are asked for here so that what is missing is said before anything is begun.
  await engine.connection(ctx, invocation.connection);
  await engine.binary();

  const executionId = newId();
  await drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "planning") return;
    if (current.cancelRequestedAt) return void (await cancelHere(tx, drive, run));
    await setFacts(tx, run.id, drive.fence, {
      module: module.snapshot,
      variables: variables.stored,
      variableSources: variables.sources,
    });
    await variables.keep(tx.db);
    await noteGone(tx, run.id, gone);
    await insertExecution(tx, { id: executionId, runId: run.id, stage: "plan", host: engine.host });
    await allowState(tx, {
      id: executionId,
      runId: run.id,
      workspaceId: run.workspaceId!,
      timeoutSeconds: invocation.timeoutMinutes * 60,
    });
  });
}

export class PrepareFault extends Error {}

/** Why the target is no longer as it was when the run was requested; null when it is. */
export function targetFault(run: RunRow, exists: boolean): string | null {
  const { operation, invocation } = run.action;
  if (!run.target) return null;
  const maps = "mapping" in invocation && invocation.mapping !== undefined;
  if (operation === "CREATE")
    return exists && maps
      ? `${workspaceName(run.target)} was made by somebody else while the run waited.`
      : null;
  return exists ? null : `${workspaceName(run.target)} is no longer in the catalog.`;
}

/** The sentence for people when a preparation threw something that they can act on; null for what is unexpected. */
export function explain(error: unknown): { code: string; message: string } | null {
  if (error instanceof PrepareFault) return { code: "target_changed", message: error.message };
  if (error instanceof TemplateError)
    return { code: "template", message: `A template of the action could not be evaluated: ${error.message}` };
  if (error instanceof NotBegun) return explain(error.cause);
  if (error instanceof DomainError && error.code !== "unavailable")
    return {
      code: error.details.data?.fault === "integrity" ? "integrity" : error.code,
      message: error.message,
    };
  return null;
}

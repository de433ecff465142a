import { terraformOf } from "@/server/runs/core/invocation";
import { DomainError, Precondition } from "@/server/kernel/errors";
import type { Secret } from "@/server/kernel/secrets";
import type { ExecutionReport, PipelineBackend } from "@/server/pipelines/backend";
import { createRedactor } from "@/server/pipelines/core/redact";
import { cleanExecution, readReport, requestExecution, workDir } from "@/server/pipelines/execution/spool";
import {
  type ExecutionRow,
  findExecution,
  markCleaned,
  markEnded,
  type Stage,
} from "@/server/runs/store/executions";
import type { RunRow } from "@/server/runs/store/runs";
import type { Drive } from "./drive";
import type { LoadedModule } from "./engine";
import { follow, type Redact } from "./follow";
import { secretTexts } from "./run-secrets";
import { setEnvironment } from "./set-variables";
import { executionToken, stateAddress } from "./tokens";

/** A recorded execution that cannot be asked for, and never was: the run can end without looking at what it left. */
export class NotBegun extends Error {
  constructor(override readonly cause: DomainError) {
    super(cause.message);
  }
}

/** What a stage is made of, beside what the run's row holds. */
export interface Ingredients {
  module: LoadedModule;
  variables: Record<string, unknown>;
  /** Names of the variables that hold secrets. */
  sensitive: string[];
  planFile: Buffer | null;
}

export interface CarriedOut {
  /** absent: it was recorded as begun, but its files are gone; elsewhere: the machine it was on is gone. */
  report: ExecutionReport | { state: "elsewhere" };
  execution: ExecutionRow;
  backend: PipelineBackend;
  /** Where its files are; empty when they are on a machine that is gone. */
  workDir: string;
  /** Takes the secrets of the run out of a text. */
  redact: Redact;
}

/**
 * Brings a recorded execution to its end: asks the supervisor for it if that was not done yet, then follows it.
 * Null: it lives on another machine whose worker must follow it. It is asked for at most once: one that was seen to run
 * and whose files are gone is reported as it is, never started again.
 */
export async function carryOut(
  drive: Drive,
  run: RunRow,
  stage: Stage,
  ingredients: () => Promise<Ingredients>,
): Promise<CarriedOut | null> {
  const { engine, ctx } = drive;
  const execution = await findExecution(ctx.db, run.id, stage);
  if (!execution) throw new Error(`Run ${run.id} is at work on a ${stage} that was never recorded.`);
  const backend = engine.backend();
  if (execution.host !== engine.host) {
    if (await engine.hostAlive(ctx, execution.host)) return null;
    await markEnded(ctx.db, execution.id, { status: "lost", exitCode: null, at: null });
    return { report: { state: "elsewhere" }, execution, backend, workDir: "", redact: (text) => text };
  }
  const secrets = await engine.connection(ctx, terraformOf(run.action).connection);
  const sets = await setEnvironment(ctx, run);
  const { state } = await readReport(engine.dataDir, execution.id);
  if (state === "absent" && execution.status === "requested") {
    try {
      // What the action's own connection sets wins over what sets give to everybody.
      const environment = { ...sets.environment, ...secrets };
      await ask(drive, run, execution, backend, await ingredients(), environment);
    } catch (error) {
      throw error instanceof DomainError && error.code !== "unavailable" ? new NotBegun(error) : error;
    }
  }
  const redact = createRedactor([
    ...[...Object.values(secrets), ...sets.sensitive, executionToken(execution.id)].map((s) => s.reveal()),
    ...(await secretTexts(ctx, run.id)),
  ]);
  const report = await follow(drive, execution, backend, redact);
  const after = await findExecution(ctx.db, run.id, stage);
  return {
    report,
    execution: after ?? execution,
    backend,
    workDir: workDir(engine.dataDir, execution.id),
    redact,
  };
}

async function ask(
  drive: Drive,
  run: RunRow,
  execution: ExecutionRow,
  backend: PipelineBackend,
  with_: Ingredients,
  connection: Record<string, Secret>,
): Promise<void> {
  const { engine } = drive;
  if (!run.workspaceId) throw new Precondition("The run has no workspace.");
  const request = backend.stageRequest({
    runId: run.id,
    stage: execution.stage,
    invocation: terraformOf(run.action),
    module: with_.module.files,
    variables: with_.variables,
    sensitive: with_.sensitive,
    connection,
    state: stateAddress(engine.url, { id: run.id, workspaceId: run.workspaceId }, execution.id),
    planFile: with_.planFile,
    binary: await engine.binary(),
    replace: run.action.replace,
  });
  drive.checkpoint();
  await requestExecution(engine.dataDir, execution.id, request);
}

/** Removes the files of an execution, which may hold secrets. */
export async function cleanUp(
  drive: Pick<Drive, "ctx" | "engine">,
  execution: Pick<ExecutionRow, "id" | "host">,
): Promise<void> {
  if (execution.host !== drive.engine.host) return;
  await cleanExecution(drive.engine.dataDir, execution.id);
  await markCleaned(drive.ctx.db, execution.id);
}

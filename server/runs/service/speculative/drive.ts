import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { log } from "@/server/kernel/log";
import { transaction } from "@/server/kernel/transaction";
import type { Diagnostic, ExecutionReport } from "@/server/pipelines/backend";
import { createRedactor } from "@/server/pipelines/core/redact";
import {
  cleanExecution,
  interruptExecution,
  readOutput,
  readReport,
  requestExecution,
  workDir,
} from "@/server/pipelines/execution/spool";
import type { PlanSummary } from "@/server/pipelines/schema";
import { adviceFor, headline } from "@/server/runs/core/advice";
import { mapTexts } from "@/server/runs/core/secret-variables";
import type { SpeculativeFailure } from "@/server/runs/schema";
import * as store from "@/server/runs/store/speculative";
import { keepAlive } from "../drive";
import type { Engine } from "../engine";
import { recordDrift } from "../drift/record";
import { explain } from "../stages/begin";
import { Held, type Prepared, preparePlan } from "./prepare";
import { wakePlan } from "./request";

/** What a plan says that nobody sees but in its complaints is read up to here, in bytes. */
const OUTPUT_BYTES = 4 * 1024 * 1024;
const CANCEL_CHECK_MS = 500;

type End =
  | { status: "succeeded"; plan: PlanSummary }
  | { status: "failed"; failure: SpeculativeFailure }
  | { status: "cancelled" };

/**
 * Carries out a speculative plan: asks the supervisor for it, waits, and stores what it says. It changes nothing, so what was
 * cut short is simply done again; the files of it are removed as soon as it has ended.
 */
export async function speculate(ctx: Context, engine: Engine, planId: string): Promise<void> {
  const lease = engine.timing.leaseSeconds;
  // Of this claim alone: one that this very worker made before, and lost, writes nothing more.
  const owner = `${engine.owner}:${newId()}`;
  const row = await store.claimPlan(ctx.db, planId, {
    owner,
    host: engine.host,
    seconds: lease,
  });
  if (!row) return;
  const lost = new AbortController();
  const stopKeeping = keepAlive(
    () => store.renewPlan(ctx.db, planId, owner, lease),
    engine,
    performance.now(),
    () => lost.abort(),
  );
  const signal = AbortSignal.any([lost.signal, engine.stopping]);
  try {
    const end = await carryOut(ctx, engine, row, signal);
    if (!end) return;
    const ended = await transaction(ctx, async (tx) => {
      const row = await store.endPlan(tx, planId, owner, end);
      if (row?.kind === "drift") await recordDrift(tx, row);
      return row;
    });
    if (ended) await clean(ctx, engine, planId);
  } finally {
    stopKeeping();
    // Asked for again before it is let go, so that another worker finds both.
    if (engine.stopping.aborted && !lost.signal.aborted) {
      await store.releasePlan(ctx.db, planId, owner);
      await wakePlan(ctx, planId);
    }
  }
}

/** How it ended; null when this worker has to let go of it. */
async function carryOut(
  ctx: Context,
  engine: Engine,
  row: store.SpeculativeRow,
  signal: AbortSignal,
): Promise<End | null> {
  if (row.cancelRequestedAt) {
    await interruptExecution(engine.dataDir, row.id, "cancel");
    return { status: "cancelled" };
  }
  let prepared: Prepared;
  try {
    prepared = await preparePlan(ctx, engine, row);
    if (signal.aborted || !(await store.setPlanFacts(ctx.db, row.id, row.leaseOwner, prepared.facts)))
      return null;
    await requestExecution(engine.dataDir, row.id, engine.backend().speculativeRequest(prepared.input));
  } catch (error) {
    if (error instanceof Held) return { status: "cancelled" };
    const known = explain(error);
    if (!known) log.error({ planId: row.id, err: String(error) }, "a plan could not be prepared");
    const { code, message } = known ?? {
      code: "unexpected",
      message: `Something failed that should not. The operator finds it in the log under plan ${row.id}.`,
    };
    return { status: "failed", failure: { code, message, advice: null, diagnostics: [] } };
  }
  const report = await ended(ctx, engine, row.id, signal);
  return report && endOf(engine, row, report, createRedactor(prepared.secrets));
}

async function ended(
  ctx: Context,
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<ExecutionReport | null> {
  let checkedAt = -Infinity;
  for (;;) {
    if (signal.aborted) return null;
    const report = await readReport(engine.dataDir, id);
    if (!["requested", "running"].includes(report.state)) return report;
    if (performance.now() - checkedAt > CANCEL_CHECK_MS) {
      checkedAt = performance.now();
      if (await store.planCancelRequested(ctx.db, id)) await interruptExecution(engine.dataDir, id, "cancel");
    }
    // Woken early by the signal: the next turn sees it.
    await sleep(engine.timing.pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function endOf(
  engine: Engine,
  row: store.SpeculativeRow,
  report: ExecutionReport,
  redact: (text: string) => string,
): Promise<End> {
  const backend = engine.backend();
  if (report.state === "exited" && report.exitCode === 0) {
    const folder = workDir(engine.dataDir, row.id);
    try {
      const plan =
        row.kind === "drift" ? await backend.readDrift(folder) : (await backend.readPlan(folder)).summary;
      return { status: "succeeded", plan: mapTexts(plan, redact) };
    } catch (error) {
      log.warn({ planId: row.id, err: String(error) }, "a plan could not be read");
      const message = `What the plan left cannot be read: ${redact(error instanceof Error ? error.message : String(error))}`;
      return { status: "failed", failure: { code: "unreadable", message, advice: null, diagnostics: [] } };
    }
  }
  if (report.stopped === "cancel") return { status: "cancelled" };
  const { bytes } = await readOutput(engine.dataDir, row.id, 0, OUTPUT_BYTES);
  const diagnostics = redact(bytes.toString("utf8"))
    .split("\n")
    .flatMap((line): Diagnostic[] => {
      const { diagnostic } = backend.parseLine(line.replaceAll("\u0000", "\u2400"));
      return diagnostic ? [diagnostic] : [];
    });
  const message =
    report.stopped === "timeout"
      ? "The plan took longer than it may, and was stopped. Nothing was changed."
      : report.state === "exited"
        ? headline("plan", diagnostics, report.exitCode)
        : "Terraform was killed while it planned. Nothing was changed.";
  return {
    status: "failed",
    failure: { code: "plan_failed", message, advice: adviceFor("plan", diagnostics), diagnostics },
  };
}

/** Removes the files of an ended plan from this machine; what still stops is seen to by a later sweep. */
async function clean(ctx: Context, engine: Engine, id: string): Promise<void> {
  if ((await readReport(engine.dataDir, id)).state === "running") return;
  await cleanExecution(engine.dataDir, id);
  await store.markPlanCleaned(ctx.db, id);
}

/**
 * Takes up what a crash left: plans that nobody works on get a job again, those of machines that are gone end, and files of ended
 * ones on this machine are removed. Safe to call by every worker, all the time.
 */
export async function recoverPlans(ctx: Context, engine: Engine): Promise<void> {
  for (const { id, host } of await store.abandonedPlans(ctx.db)) {
    if (host === null || host === engine.host) await wakePlan(ctx, id);
    else if (!(await engine.hostAlive(ctx, host)))
      await transaction(ctx, async (tx) => {
        const message = "The machine on which it was planned has gone away. Nothing was changed; ask again.";
        const failure = { code: "lost", message, advice: null, diagnostics: [] };
        const row = await store.endPlan(tx, id, null, { status: "failed", failure });
        if (row) await store.markPlanCleaned(tx.db, id);
        if (row?.kind === "drift") await recordDrift(tx, row);
      });
  }
  for (const id of await store.uncleanedPlans(ctx.db, engine.host)) await clean(ctx, engine, id);
  await store.sweepPlans(ctx.db);
}

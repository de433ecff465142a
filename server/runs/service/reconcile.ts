import type { Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { transaction } from "@/server/kernel/transaction";
import { RemoteRefused } from "@/server/pipelines/remote";
import { callState, claimQuestion, dueInterrupted } from "@/server/runs/store/calls";
import { findRun, lockRun } from "@/server/runs/store/runs";
import type { Engine } from "./engine";
import { backendOf, remoteRun } from "./stages/remote/remote-call";
import { applyTold, remoteRedactor } from "./told";

/**
 * Asks about calls of which nobody knew whether they arrived: what the other side says of one brings its run on, or to its end.
 * Each is asked about by one worker at a time, again every minute, until a person acknowledges it. Out: how many were asked about.
 */
export async function reconcileInterrupted(ctx: Context, engine: Engine): Promise<number> {
  const due = await dueInterrupted(ctx.db);
  for (const runId of due) if (await claimQuestion(ctx.db, runId)) await askAbout(ctx, engine, runId);
  return due.length;
}

async function askAbout(ctx: Context, engine: Engine, runId: string): Promise<void> {
  const run = await findRun(ctx.db, runId);
  const state = await callState(ctx.db, runId);
  if (!run || !state) return;
  try {
    const backend = backendOf({ engine }, run);
    if (!backend.can.poll || !backend.poll) return;
    const news = await backend.poll(await remoteRun({ ctx, engine }, run, state.call), engine.tools);
    if (news.state === "waiting") return;
    const redact = await remoteRedactor(ctx, run, state.call.callId);
    await transaction(ctx, async (tx) => {
      const current = await lockRun(tx, runId);
      if (current?.status === "interrupted") await applyTold(tx, current, { news, at: state.now }, redact);
    });
  } catch (error) {
    if (!(error instanceof RemoteRefused || error instanceof DomainError)) throw error;
    log.info(
      { runId, code: error instanceof DomainError ? error.code : "refused" },
      "an interrupted run could not be asked about",
    );
  }
}

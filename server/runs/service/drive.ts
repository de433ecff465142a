import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { RunStatus } from "@/server/runs/schema";
import { claim, release, renew } from "@/server/runs/store/leases";
import { findRun, type RunRow } from "@/server/runs/store/runs";
import type { Engine } from "./engine";

/** Thrown inside a drive when this worker must let go of the run: nothing may be done for it any more. */
export class LetGo extends Error {
  constructor(readonly why: "lost" | "stopping") {
    super(why === "lost" ? "The claim on the run was lost." : "The worker is stopping.");
  }
}

/** A run that this worker drives, under a claim that is kept alive in the background. */
export interface Drive {
  ctx: Context;
  engine: Engine;
  runId: string;
  fence: number;
  /** Aborted with a LetGo when the claim is lost or the worker stops. */
  signal: AbortSignal;
  /** Throws LetGo when the run is no longer ours to work on. */
  checkpoint(): void;
  /** The run as it was when it was claimed. */
  claimed: RunRow;
  /** The run as it is now. */
  load(): Promise<RunRow>;
  tx<T>(work: (tx: TransactionContext) => Promise<T>): Promise<T>;
  /** Gives the claim back; null when it was lost before, or ended with the run, which `isOver` says. */
  release(isOver?: boolean): Promise<RunStatus | null>;
}

/** Claims the run and keeps the claim. Null: another drives it, or there is nothing to do. */
export async function startDrive(ctx: Context, engine: Engine, runId: string): Promise<Drive | null> {
  const claimedAt = performance.now();
  const row = await claim(ctx.db, runId, engine.owner, engine.timing.leaseSeconds);
  if (!row) return null;
  const { fence } = row;
  const lost = new AbortController();
  const stopKeeping = keepAlive(
    () => renew(ctx.db, runId, fence, engine.timing.leaseSeconds),
    engine,
    claimedAt,
    () => {
      log.warn({ runId, fence }, "the claim on a run was lost; its work here stops");
      lost.abort(new LetGo("lost"));
    },
  );
  const stopping = new AbortController();
  const onStop = () => stopping.abort(new LetGo("stopping"));
  if (engine.stopping.aborted) onStop();
  else engine.stopping.addEventListener("abort", onStop, { once: true });
  const signal = AbortSignal.any([lost.signal, stopping.signal]);
  return {
    ctx,
    engine,
    runId,
    fence,
    claimed: row,
    signal,
    checkpoint: () => signal.throwIfAborted(),
    load: async () => {
      signal.throwIfAborted();
      const run = await findRun(ctx.db, runId);
      if (!run || run.fence !== fence) throw new LetGo("lost");
      return run;
    },
    tx: (work) => {
      signal.throwIfAborted();
      return transaction(ctx, work);
    },
    release: async (isOver = false) => {
      stopKeeping();
      engine.stopping.removeEventListener("abort", onStop);
      return isOver || lost.signal.aborted ? null : release(ctx.db, runId, fence);
    },
  };
}

/**
 * Renews on a timer. When renewals fail for so long that another might claim the run soon, `onLost` is called: by this
 * process's own monotonic clock, so that a database that does not answer cannot keep two owners at work.
 */
export function keepAlive(
  renewNow: () => Promise<boolean>,
  { timing }: Pick<Engine, "timing">,
  claimedAt: number,
  onLost: () => void,
): () => void {
  let validUntil = claimedAt + timing.selfFenceMs;
  let over = false;
  let inFlight = false;
  const end = () => {
    over = true;
    clearInterval(beat);
    clearInterval(watch);
  };
  const lose = () => {
    if (over) return;
    end();
    onLost();
  };
  const beat = setInterval(() => {
    if (inFlight) return;
    inFlight = true;
    const askedAt = performance.now();
    renewNow()
      .then((ours) => (ours ? (validUntil = askedAt + timing.selfFenceMs) : lose()))
      .catch((error: unknown) => log.warn({ err: String(error) }, "a claim could not be renewed"))
      .finally(() => (inFlight = false));
  }, timing.renewMs);
  const watch = setInterval(
    () => performance.now() > validUntil && lose(),
    Math.min(500, timing.selfFenceMs / 4),
  );
  return end;
}

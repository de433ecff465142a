import { getEntity } from "@/server/catalog/service/read";
import { NotFound } from "@/server/kernel/errors";
import type { Events } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { visibleRun } from "@/server/runs/service/read";
import { hurryDeferred, lockDestroyedBy, lockLive } from "../store";
import { beginLifetime } from "./begin";
import { close } from "./close";
import { attemptFailed } from "./expire";
import { tellEnded } from "./tell";

/** A run has ended: what it made begins to live, what it was to destroy has ended or not, and what waited for it waits no more. */
export async function onRunEnded(
  tx: TransactionContext,
  { runId, status }: Events["run.ended"],
): Promise<void> {
  let run: Awaited<ReturnType<typeof visibleRun>>;
  try {
    run = await visibleRun(tx, runId);
  } catch (error) {
    // An event about a run that is no longer kept has nothing to say.
    if (error instanceof NotFound) return;
    throw error;
  }
  await beginLifetime(tx, run);
  const destroyed = await lockDestroyedBy(tx, runId);
  if (destroyed && status === "succeeded") {
    await close(tx, destroyed, "It was destroyed at the end of its lifetime.", runId);
    await tellEnded(tx, destroyed);
  } else if (destroyed) {
    const why = run.failure?.message ?? `The run ended as ${status}.`;
    await attemptFailed(tx, destroyed, why, runId);
  } else if (run.target) await hurryDeferred(tx, run.target.blueprint, run.target.identifier);
}

/** An entity is gone: so is its lifetime, unless the entity was made anew since, and this is the old news. */
export async function onEntityDeleted(
  tx: TransactionContext,
  { blueprint, identifier, runId }: Events["entity.deleted"],
): Promise<void> {
  const row = await lockLive(tx, blueprint, identifier);
  // Its own run tells itself how it ended.
  if (!row || (runId !== null && runId === row.destroyRunId)) return;
  try {
    const entity = await getEntity(tx, blueprint, identifier);
    if (new Date(entity.createdAt) <= row.beganAt) return;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
  await close(tx, row, "It was deleted before its lifetime was over.", runId);
}

import { systemRun } from "@/server/actions/service/execute-system";
import { audit } from "@/server/audit/service";
import { databaseNow, inSeconds } from "@/server/kernel/clock";
import type { Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { LIVE_STATUSES } from "@/server/runs/core/lifecycle";
import { page } from "@/server/runs/service/read";
import { submitRun } from "@/server/runs/service/submit";
import { BACKOFF_SECONDS, dueReminder, MAX_ATTEMPTS, nextMoment } from "../core/end";
import { appendLifetimeEvent, dueLifetimes, type LifetimeRow, lockDue, updateLifetime } from "../store";
import { tellFailed, tellSoon } from "./tell";

/** So many are looked at in one turn; the others have theirs right after. */
const BATCH = 20;
/** What a run works on is looked at again after this long, where its end does not say so before. */
const DEFERRED_SECONDS = 60;

/**
 * One turn: reminds of what ends soon, and has what has come to its end destroyed, as the clock of the database says. Any
 * number of workers may call it at the same time. Out: how many lifetimes were looked at.
 */
export async function tickLifetimes(ctx: Context): Promise<number> {
  const due = await dueLifetimes(ctx.db, BATCH);
  for (const row of due)
    try {
      await step(ctx, row);
    } catch (error) {
      // One that cannot be worked on keeps no other waiting; the next turn tries it again.
      log.warn({ lifetime: row.id, err: String(error) }, "a lifetime could not be worked on");
    }
  return due.length;
}

async function step(ctx: Context, row: LifetimeRow): Promise<void> {
  const now = await databaseNow(ctx.db);
  if (row.expiresAt && row.expiresAt <= now) await destroy(ctx, row);
  else await transaction(ctx, (tx) => remind(tx, row.id));
}

async function remind(tx: TransactionContext, id: string): Promise<void> {
  const row = await lockDue(tx, id);
  if (!row) return;
  const now = await databaseNow(tx.db);
  const reminded = dueReminder(row, now);
  if (reminded === null) {
    await updateLifetime(tx, id, { nextAt: nextMoment(row) });
    return;
  }
  const status = row.status === "active" ? "expiring" : row.status;
  const after = await updateLifetime(tx, id, { status, reminded, nextAt: nextMoment({ ...row, reminded }) });
  await appendLifetimeEvent(tx, id, "reminded", { after: row.expiresAt });
  await tellSoon(tx, after, now);
}

/** Begins the run that destroys it. What the run needs is found out first; whether its time has come is asked again as it begins. */
async function destroy(ctx: Context, row: LifetimeRow): Promise<void> {
  try {
    const run = await systemRun(ctx, {
      action: row.destroyAction,
      entity: row.entity,
      properties: row.destroyInputs,
    });
    await transaction(ctx, async (tx) => {
      const held = await lockDue(tx, row.id);
      if (!held?.expiresAt || held.expiresAt > (await databaseNow(tx.db))) return;
      if (await defer(tx, held)) return;
      const { id: runId } = await submitRun(tx, {
        ...run,
        team: run.team ?? held.team,
        ownerId: held.ownerId,
      });
      await updateLifetime(tx, held.id, {
        status: "destroying",
        destroyRunId: runId,
        nextAt: null,
        note: null,
      });
      await appendLifetimeEvent(tx, held.id, "destroying", { runId, before: held.expiresAt });
      await audit(tx, {
        action: "EXPIRE",
        resourceType: "lifetime",
        resourceId: held.id,
        blueprint: held.blueprint,
        runId,
        message: `Its lifetime is over; ${held.ownerName} agreed to it when it was made.`,
      });
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "unavailable") throw error;
    await transaction(ctx, async (tx) => {
      const held = await lockDue(tx, row.id);
      if (held) await attemptFailed(tx, held, error.message);
    });
  }
}

/** A run that works on it is let finish. True: there is one. */
async function defer(tx: TransactionContext, row: LifetimeRow): Promise<boolean> {
  const { runs } = await page(tx, {
    blueprint: row.blueprint,
    entity: row.entity,
    status: [...LIVE_STATUSES],
    limit: 1,
  });
  const [busy] = runs;
  if (!busy) return false;
  const note = `Its time is over; it waits for run ${busy.id}, which works on it.`;
  await updateLifetime(tx, row.id, { nextAt: inSeconds(DEFERRED_SECONDS), note });
  if (row.note !== note) await appendLifetimeEvent(tx, row.id, "deferred", { runId: busy.id, reason: note });
  return true;
}

/** An attempt to destroy came to nothing: another follows later, by another run; after the last of them a person must look. */
export async function attemptFailed(
  tx: TransactionContext,
  row: LifetimeRow,
  why: string,
  runId: string | null = null,
): Promise<void> {
  const attempts = row.attempts + 1;
  if (attempts < MAX_ATTEMPTS) {
    await updateLifetime(tx, row.id, {
      status: "destroying",
      destroyRunId: null,
      attempts,
      note: why,
      nextAt: inSeconds(BACKOFF_SECONDS[attempts - 1]!),
    });
    await appendLifetimeEvent(tx, row.id, "attempt_failed", { reason: why, runId });
    return;
  }
  const failed = await updateLifetime(tx, row.id, {
    status: "failed",
    destroyRunId: null,
    attempts,
    note: why,
    nextAt: null,
  });
  await appendLifetimeEvent(tx, row.id, "failed", { reason: why, runId });
  await audit(tx, {
    action: "EXPIRE",
    resourceType: "lifetime",
    resourceId: row.id,
    blueprint: row.blueprint,
    runId,
    status: "FAILURE",
    message: why,
  });
  await tellFailed(tx, failed);
}

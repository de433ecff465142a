import { audit } from "@/server/audit/service";
import { now } from "@/server/kernel/clock";
import type { Context } from "@/server/kernel/context";
import { Conflict, NotFound } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { tally } from "../core/tally";
import { nextMoment } from "../core/when";
import { ANONYMITY_FLOOR } from "../schema";
import { allAnswers, coarsen, insertResults, respondentsByTeam } from "../store/answers";
import { lockWave, updateWave, type WaveRow } from "../store/waves";
import { type WaveView, waveViews } from "./view";

/** Ends a wave before its time, and counts it. Administrators only. Throws NotFound, Conflict for one that is over. */
export async function closeWave(ctx: Context, id: string): Promise<WaveView> {
  checkPermission(ctx.actor, "surveys.manage");
  return transaction(ctx, async (tx) => {
    const wave = await openOne(tx, id);
    const closed = await settle(tx, wave);
    return (await waveViews(tx, [closed]))[0]!;
  });
}

/** Reminds those who have not answered now. Administrators only. Throws NotFound, Conflict for a wave that is over. */
export async function remindNow(ctx: Context, id: string): Promise<WaveView> {
  checkPermission(ctx.actor, "surveys.manage");
  return transaction(ctx, async (tx) => {
    const wave = await openOne(tx, id);
    await audit(tx, {
      action: "REMIND",
      resourceType: "survey_wave",
      resourceId: id,
      message: `${wave.definition.title}: ${wave.title}`,
    });
    return (await waveViews(tx, [await remind(tx, wave)]))[0]!;
  });
}

async function openOne(tx: TransactionContext, id: string): Promise<WaveRow> {
  const wave = await lockWave(tx.db, id, "update");
  if (!wave) throw new NotFound("Wave", id);
  if (wave.status !== "open") throw new Conflict("This wave is over. Send the survey again for another.");
  return wave;
}

/** Begins the next round of messages. */
export async function remind(tx: TransactionContext, wave: WaveRow): Promise<WaveRow> {
  const reminded = wave.reminded + 1;
  const after = await updateWave(tx.db, wave.id, { reminded, nextAt: nextMoment({ ...wave, reminded }) });
  await enqueue(tx, "surveys.send", { waveId: wave.id }, { key: `survey:${wave.id}` });
  return after;
}

/**
 * Counts a wave that nobody answers any more, once. Then nothing leads from an answer to a person: respondents and the salt are
 * destroyed, answers keep the group that they are shown with, and what may not be shown is deleted.
 */
export async function settle(tx: TransactionContext, wave: WaveRow): Promise<WaveRow> {
  const [respondents, answers] = await Promise.all([
    respondentsByTeam(tx.db, wave.id),
    allAnswers(tx.db, wave.id),
  ]);
  const { tallies, groups } = tally(wave.definition, respondents, answers, wave.tree, ANONYMITY_FLOOR);
  await insertResults(tx.db, wave.id, tallies);
  await coarsen(tx.db, wave.id, groups);
  const count = [...respondents.values()].reduce((sum, n) => sum + n, 0);
  const after = await updateWave(tx.db, wave.id, {
    status: "closed",
    salt: null,
    respondents: count,
    nextAt: null,
    closedAt: now,
  });
  await audit(tx, {
    action: "CLOSE",
    resourceType: "survey_wave",
    resourceId: wave.id,
    message: `${wave.definition.title}: ${wave.title}`,
    diff: { after: { invited: wave.invited, respondents: count } },
  });
  return after;
}

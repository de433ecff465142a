import { getInsightSettings } from "@/server/insights/service/settings";
import { databaseNow } from "@/server/kernel/clock";
import type { Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { nextWave } from "../core/when";
import { anythingDue, lockDueSurvey, updateStanding } from "../store/surveys";
import { lockDueWave } from "../store/waves";
import { remind, settle } from "./close";
import { openWave } from "./open";

/** So many waves and surveys are looked at in one turn. */
const BATCH = 20;

/**
 * One turn: opens waves that a schedule asks for, reminds, and closes what has come to its end, as the clock of the database
 * says. Any number of workers may call it at the same time. Out: how many steps it took.
 */
export async function tickSurveys(ctx: Context): Promise<number> {
  if (!(await anythingDue(ctx.db))) return 0;
  let steps = 0;
  while (steps < BATCH && (await transaction(ctx, waveStep))) steps += 1;
  while (steps < BATCH && (await transaction(ctx, scheduleStep))) steps += 1;
  return steps;
}

async function waveStep(tx: TransactionContext): Promise<boolean> {
  const wave = await lockDueWave(tx.db);
  if (!wave) return false;
  if (wave.closesAt <= (await databaseNow(tx.db))) await settle(tx, wave);
  else await remind(tx, wave);
  return true;
}

async function scheduleStep(tx: TransactionContext): Promise<boolean> {
  const survey = await lockDueSurvey(tx.db);
  if (!survey?.schedule) return false;
  const { timeZone } = await getInsightSettings(tx);
  const { every: _every, month, day, hour, ...ask } = survey.schedule;
  // Of quarters that nobody was there for, none is made up for.
  const nextWaveAt = nextWave({ month, day, hour }, timeZone, await databaseNow(tx.db));
  await updateStanding(tx.db, survey.identifier, { nextWaveAt });
  try {
    await openWave(tx, { survey: survey.identifier, ...ask });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A wave is open still, or there is nobody to ask: the next quarter has its own.
    log.warn({ survey: survey.identifier, err: error.message }, "a scheduled wave was not opened");
  }
  return true;
}

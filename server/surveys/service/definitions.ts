import { audit } from "@/server/audit/service";
import { getInsightSettings } from "@/server/insights/service/settings";
import { databaseNow } from "@/server/kernel/clock";
import { actorId, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import { BUILT_IN } from "../core/built-in";
import { nextWave } from "../core/when";
import {
  type SaveSurvey,
  saveSurveySchema,
  type Schedule,
  scheduleSchema,
  type SurveyDefinition,
} from "../schema";
import type { SurveyStatus } from "../core/words";
import * as store from "../store/surveys";
import { wavesOf } from "../store/waves";
import { type WaveView, waveViews } from "./view";

export interface SurveyView {
  identifier: string;
  status: SurveyStatus;
  definition: SurveyDefinition;
  /** 0: as it comes with the portal, and nobody has changed or sent it yet. */
  revision: number;
  schedule: Schedule | null;
  nextWaveAt: Date | null;
  updatedAt: Date | null;
}

const viewOf = (row: store.SurveyRow): SurveyView => ({
  identifier: row.identifier,
  status: row.status,
  definition: row.definition,
  revision: row.revision,
  schedule: row.schedule,
  nextWaveAt: row.nextWaveAt,
  updatedAt: row.updatedAt,
});

const untouched = (identifier: string): SurveyView => ({
  identifier,
  status: "ready",
  definition: BUILT_IN[identifier]!,
  revision: 0,
  schedule: null,
  nextWaveAt: null,
  updatedAt: null,
});

export type SurveyListed = SurveyView & { latest: WaveView | null; waves: number };

/** Every survey, those that come with the portal first, each with its latest wave. Drafts are for administrators. */
export async function listSurveys(ctx: Context): Promise<SurveyListed[]> {
  checkPermission(ctx.actor, "surveys.read");
  const [rows, waves] = await Promise.all([store.allSurveys(ctx.db), wavesOf(ctx.db, null)]);
  const stored = new Map(rows.map((row) => [row.identifier, viewOf(row)]));
  const all = [
    ...Object.keys(BUILT_IN).map((identifier) => stored.get(identifier) ?? untouched(identifier)),
    ...[...stored.values()].filter(({ identifier }) => !(identifier in BUILT_IN)),
  ];
  const views = await waveViews(ctx, waves);
  return all
    .filter((survey) => survey.status !== "draft" || isAdmin(ctx.actor))
    .map((survey) => {
      const own = views.filter((wave) => wave.survey === survey.identifier);
      return {
        ...survey,
        latest: own.find(({ status }) => status === "open") ?? own[0] ?? null,
        waves: own.length,
      };
    });
}

/** One survey. Throws NotFound. */
export async function getSurvey(ctx: Context, identifier: string): Promise<SurveyView> {
  checkPermission(ctx.actor, "surveys.read");
  const row = await store.surveyBy(ctx.db, identifier);
  if (row && (row.status !== "draft" || isAdmin(ctx.actor))) return viewOf(row);
  if (!row && identifier in BUILT_IN) return untouched(identifier);
  throw new NotFound("Survey", identifier);
}

/**
 * Makes a survey, or gives it another definition; what was asked before stays as a revision, and waves that were sent keep what
 * they asked. Administrators only. Throws Invalid with paths, Conflict when somebody else changed it meanwhile.
 */
export async function saveSurvey(ctx: Context | TransactionContext, input: SaveSurvey): Promise<SurveyView> {
  checkPermission(ctx.actor, "surveys.manage");
  const { identifier, definition, expectedRevision } = saveSurveySchema.parse(input);
  return transaction(ctx, async (tx) => {
    const before = await store.lockSurvey(tx.db, identifier);
    if ((before?.revision ?? 0) !== (expectedRevision ?? 0))
      throw new Conflict(
        expectedRevision === null
          ? `There is a survey "${identifier}" already. Choose another identifier.`
          : "Somebody else changed this survey meanwhile. Reload it, and make your change again.",
        { revision: before?.revision ?? 0 },
      );
    if (before && equalJson(before.definition, definition)) return viewOf(before);
    const after = before
      ? await store.updateDefinition(tx.db, before, definition, actorId(tx.actor))
      : await store.insertSurvey(tx.db, {
          identifier,
          definition,
          status: identifier in BUILT_IN ? "ready" : "draft",
          updatedBy: actorId(tx.actor),
        });
    if (!after) throw new Conflict("Somebody else saved this survey at the same moment. Reload it.");
    await audit(tx, {
      action: before ? "UPDATE" : "CREATE",
      resourceType: "survey",
      resourceId: identifier,
      diff: { ...(before ? { before: before.definition } : {}), after: definition },
    });
    return viewOf(after);
  });
}

/** Says whether it can be sent, is being written, or is over. Administrators only. */
export async function setSurveyStatus(
  ctx: Context | TransactionContext,
  identifier: string,
  status: SurveyStatus,
): Promise<SurveyView> {
  checkPermission(ctx.actor, "surveys.manage");
  return transaction(ctx, async (tx) => {
    const before = await stored(tx, identifier);
    const over = status === "ready" ? {} : { schedule: null, nextWaveAt: null };
    const after = await store.updateStanding(tx.db, identifier, { status, ...over });
    await audit(tx, {
      action: "UPDATE",
      resourceType: "survey",
      resourceId: identifier,
      diff: { before: { status: before.status }, after: { status } },
    });
    return viewOf(after);
  });
}

/** Sends it once a quarter from now on; null: by hand. Administrators only. Throws Conflict for one that is not ready. */
export async function setSchedule(
  ctx: Context | TransactionContext,
  identifier: string,
  input: unknown,
): Promise<SurveyView> {
  checkPermission(ctx.actor, "surveys.manage");
  const schedule = input === null ? null : scheduleSchema.parse(input);
  return transaction(ctx, async (tx) => {
    const before = await stored(tx, identifier);
    if (schedule && before.status !== "ready")
      throw new Conflict("Only a survey that is ready can be sent by schedule. Say first that it is.");
    const { timeZone } = await getInsightSettings(tx);
    const nextWaveAt = schedule && nextWave(schedule, timeZone, await databaseNow(tx.db));
    const after = await store.updateStanding(tx.db, identifier, { schedule, nextWaveAt });
    await audit(tx, {
      action: "UPDATE",
      resourceType: "survey",
      resourceId: identifier,
      diff: { before: { schedule: before.schedule }, after: { schedule } },
    });
    return viewOf(after);
  });
}

/** Removes a survey that was never sent. Administrators only. Throws Conflict for one with waves. */
export async function removeSurvey(ctx: Context | TransactionContext, identifier: string): Promise<void> {
  checkPermission(ctx.actor, "surveys.manage");
  await transaction(ctx, async (tx) => {
    const row = await store.lockSurvey(tx.db, identifier);
    if (!row) throw new NotFound("Survey", identifier);
    if ((await wavesOf(tx.db, identifier)).length)
      throw new Conflict("This survey was sent, and its results would go with it. Archive it instead.");
    await store.deleteSurvey(tx.db, identifier);
    await audit(tx, {
      action: "DELETE",
      resourceType: "survey",
      resourceId: identifier,
      diff: { before: row.definition },
    });
  });
}

/** What it asked before, the newest first. Administrators only. */
export async function surveyRevisions(
  ctx: Context,
  identifier: string,
): Promise<{ revision: number; definition: SurveyDefinition; at: Date }[]> {
  checkPermission(ctx.actor, "surveys.manage");
  return (await store.revisionsOf(ctx.db, identifier)).map(({ revision, definition, at }) => ({
    revision,
    definition,
    at,
  }));
}

/** The row of a survey, held; one that comes with the portal is stored at the first use. Throws NotFound. */
export async function stored(tx: TransactionContext, identifier: string): Promise<store.SurveyRow> {
  const row = await store.lockSurvey(tx.db, identifier);
  if (row) return row;
  const definition = BUILT_IN[identifier];
  if (!definition) throw new NotFound("Survey", identifier);
  const made = await store.insertSurvey(tx.db, {
    identifier,
    definition,
    status: "ready",
    updatedBy: actorId(tx.actor),
  });
  if (!made) throw Invalid.at([], "Somebody else used this survey at the same moment. Try again.");
  return made;
}

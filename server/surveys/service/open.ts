import { randomBytes } from "node:crypto";
import { audit } from "@/server/audit/service";
import { listUsers } from "@/server/identity/service/people";
import { getInsightSettings } from "@/server/insights/service/settings";
import { databaseNow } from "@/server/kernel/clock";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Invalid } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { encrypt } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { type Candidate, draw } from "../core/draw";
import { nextMoment, quarterOf } from "../core/when";
import { ANONYMITY_FLOOR, type Audience, audienceSchema, type OpenWave, openWaveSchema } from "../schema";
import { teamTree } from "../store/surveys";
import { askedLately, insertInvitations, insertWave, wavesOf } from "../store/waves";
import { stored } from "./definitions";
import { type WaveView, waveViews } from "./view";

const DAY = 86_400_000;
/** What the salt of a wave is sealed for. */
export const saltPurpose = (wave: string): string => `survey-wave:${wave}`;

/** How many people an audience is, and how many of them would be asked. Administrators only. */
export async function previewAudience(
  ctx: Context,
  survey: string,
  audience: Audience,
): Promise<{ people: number; asked: number; again: number; floor: number }> {
  checkPermission(ctx.actor, "surveys.manage");
  const { who, share } = audienceSchema.parse(audience);
  const people = await candidates(ctx, survey, who);
  const drawn = draw(people, share, "preview");
  return {
    people: people.length,
    asked: drawn.length,
    again: drawn.filter(({ lately }) => lately).length,
    floor: ANONYMITY_FLOOR,
  };
}

/**
 * Sends a survey: draws who is asked, and has them told. Administrators only. Throws NotFound, Conflict where it is not ready or a
 * wave of it is open, Invalid where nobody would be asked.
 */
export async function openWave(ctx: Context | TransactionContext, input: OpenWave): Promise<WaveView> {
  checkPermission(ctx.actor, "surveys.manage");
  const ask = openWaveSchema.parse(input);
  return transaction(ctx, async (tx) => {
    const survey = await stored(tx, ask.survey);
    if (survey.status !== "ready")
      throw new Conflict("Only a survey that is ready can be sent. Say first that it is.");
    const seed = ask.seed ?? newId();
    const drawn = draw(await candidates(tx, ask.survey, ask.audience.who), ask.audience.share, seed);
    if (!drawn.length) throw Invalid.at(["audience"], "This audience has nobody in it. Choose another.");
    const [{ timeZone }, openedAt, tree] = await Promise.all([
      getInsightSettings(tx),
      databaseNow(tx.db),
      teamTree(tx.db),
    ]);
    const id = newId();
    const closesAt = new Date(openedAt.getTime() + ask.openDays * DAY);
    const remindAfterDays = [...new Set(ask.remindAfterDays)].sort((a, b) => a - b);
    const row = await insertWave(tx.db, {
      id,
      survey: ask.survey,
      revision: survey.revision,
      title: ask.title ?? (await freeTitle(tx, ask.survey, quarterOf(openedAt, timeZone))),
      definition: survey.definition,
      audience: ask.audience,
      seed,
      salt: encrypt(saltPurpose(id), randomBytes(32)),
      tree,
      invited: drawn.length,
      openedAt,
      closesAt,
      remindAfterDays,
      nextAt: nextMoment({ openedAt, closesAt, remindAfterDays, reminded: 0 }),
      by: actorId(tx.actor),
    });
    if (!row)
      throw new Conflict("A wave of this survey is open. Close it first, or wait until it closes by itself.");
    await insertInvitations(
      tx.db,
      drawn.map((person) => ({ waveId: id, userId: person.id, team: person.team })),
    );
    await enqueue(tx, "surveys.send", { waveId: id }, { key: `survey:${id}` });
    await audit(tx, {
      action: "CREATE",
      resourceType: "survey_wave",
      resourceId: id,
      message: `${survey.definition.title}: ${row.title}`,
      diff: { after: { survey: ask.survey, audience: ask.audience, invited: drawn.length } },
    });
    return (await waveViews(tx, [row]))[0]!;
  });
}

async function freeTitle(tx: TransactionContext, survey: string, quarter: string): Promise<string> {
  const taken = new Set((await wavesOf(tx.db, survey)).map(({ title }) => title));
  for (let n = 1; ; n += 1) {
    const title = n === 1 ? quarter : `${quarter} (${n})`;
    if (!taken.has(title)) return title;
  }
}

/** Active people of an audience, each with one team: of several, the first by identifier. */
async function candidates(
  ctx: Context | TransactionContext,
  survey: string,
  who: Audience["who"],
): Promise<Candidate[]> {
  const [people, lately] = await Promise.all([listUsers(ctx), askedLately(ctx.db, survey)]);
  return people
    .filter((person) => person.status === "active")
    .map((person) => ({ person, teams: person.teams.map(({ team }) => team).sort() }))
    .flatMap(({ person, teams }): Candidate[] => {
      const chosen = who.kind === "teams" ? teams.filter((team) => who.teams.includes(team)) : teams;
      if (who.kind === "teams" && !chosen.length) return [];
      if (who.kind === "role" && person.role !== who.role) return [];
      return [{ id: person.id, team: chosen[0] ?? null, lately: lately.has(person.id) }];
    });
}

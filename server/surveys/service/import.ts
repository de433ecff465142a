import { audit } from "@/server/audit/service";
import { databaseNow } from "@/server/kernel/clock";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { type KeptAnswer, keptOf } from "../core/answers";
import { tally } from "../core/tally";
import { ANONYMITY_FLOOR, type ImportWave, importWaveSchema, type Question } from "../schema";
import { coarsen, insertAnswers, insertResults } from "../store/answers";
import { teamTree } from "../store/surveys";
import { insertWave } from "../store/waves";
import { stored } from "./definitions";
import { type WaveView, waveViews } from "./view";

type Row = ImportWave extends { answers?: (infer R)[] } ? R : never;

/**
 * Takes in a wave of a survey that was made elsewhere: answers row by row, or an index such as DXI, or both. What tells people
 * apart is used to count them and kept nowhere; the floor holds as for waves of the portal. Administrators and their clients.
 * Throws NotFound, Invalid with the index of each row at fault (then nothing is imported), Conflict for one that is known.
 */
export async function importWave(ctx: Context, survey: string, input: ImportWave): Promise<WaveView> {
  checkPermission(ctx.actor, "surveys.manage");
  const wave = importWaveSchema.parse(input);
  if (!wave.answers.length && !wave.index)
    throw Invalid.at(["answers"], "Give answers, or an index that was computed elsewhere.");
  return transaction(ctx, async (tx) => {
    const { definition, revision } = await stored(tx, survey);
    const { kept, respondents } = readRows(definition.questions, wave.answers);
    if (wave.index && wave.index.respondents < ANONYMITY_FLOOR)
      throw Invalid.at(
        ["index", "respondents"],
        `An index of fewer than ${ANONYMITY_FLOOR} people is not shown, and so not taken.`,
      );
    if (wave.index && definition.questions.some(({ id }) => id === wave.index!.name))
      throw Invalid.at(["index", "name"], "A question has this id. Give the index another name.");
    const people = [...respondents.values()].reduce((sum, n) => sum + n, 0);
    const closedAt = new Date(wave.closedAt);
    if (closedAt > (await databaseNow(tx.db)))
      throw Invalid.at(["closedAt"], "This is in the future. Import a wave when it is over.");
    const tree = await teamTree(tx.db);
    const row = await insertWave(tx.db, {
      survey,
      revision,
      title: wave.title,
      definition,
      origin: "import",
      externalId: wave.externalId,
      status: "closed",
      audience: { who: { kind: "everyone" }, share: 1 },
      seed: "",
      tree,
      invited: Math.max(wave.invited ?? 0, people, wave.index?.respondents ?? 0),
      respondents: Math.max(people, wave.index?.respondents ?? 0),
      openedAt: closedAt,
      closesAt: closedAt,
      closedAt,
      remindAfterDays: [],
      by: actorId(tx.actor),
    });
    if (!row)
      throw new Conflict(`A wave with the external id "${wave.externalId}" was imported already.`, {
        externalId: wave.externalId,
      });
    await insertAnswers(
      tx.db,
      kept.map((answer) => ({ ...answer, waveId: row.id, respondent: null })),
    );
    const { tallies, groups } = tally(definition, respondents, kept, tree, ANONYMITY_FLOOR);
    const index = wave.index && {
      question: wave.index.name,
      respondents: wave.index.respondents,
      value: wave.index.value,
    };
    await insertResults(tx.db, row.id, tallies, index);
    await coarsen(tx.db, row.id, groups);
    await audit(tx, {
      action: "IMPORT",
      resourceType: "survey_wave",
      resourceId: row.id,
      message: `${definition.title}: ${row.title}`,
      diff: { after: { survey, externalId: wave.externalId, respondents: row.respondents } },
    });
    return (await waveViews(tx, [row]))[0]!;
  });
}

function readRows(
  questions: readonly Question[],
  rows: readonly Row[],
): { kept: (KeptAnswer & { team: string | null })[]; respondents: Map<string, number> } {
  const asked = new Map(questions.map((question) => [question.id, question]));
  const teams = new Map<string, string | null>();
  const seen = new Set<string>();
  const issues: Invalid["details"]["issues"] = [];
  const kept = rows.flatMap(({ respondent, team = null, question, value }, index) => {
    const fault = (field: string, message: string) => {
      issues.push({ path: ["answers", index, field], message });
      return [];
    };
    const of = asked.get(question);
    if (!of) return fault("question", `The survey has no question "${question}".`);
    if (teams.has(respondent) && teams.get(respondent) !== team)
      return fault("team", "This respondent is of another team in an earlier row.");
    teams.set(respondent, team);
    const key = JSON.stringify([respondent, question]);
    if (seen.has(key)) return fault("question", "This respondent has answered it in an earlier row.");
    seen.add(key);
    const one = keptOf(of, value);
    if (typeof one === "string") return fault("value", one);
    return [{ question, score: null, choices: null, body: null, ...one, team }];
  });
  if (issues.length) throw new Invalid(issues.slice(0, 100));
  const respondents = new Map<string, number>();
  for (const team of teams.values()) respondents.set(team ?? "", (respondents.get(team ?? "") ?? 0) + 1);
  return { kept, respondents };
}

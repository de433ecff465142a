import { asc, eq, inArray, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { surveyAnswers, surveyComments, surveyRespondents, surveyResults } from "@/db/schema/surveys";
import type { KeptAnswer } from "../core/answers";
import type { Answered, Tally } from "../core/tally";

const BATCH = 1_000;

export async function respondentBy(
  db: Executor,
  hash: string,
): Promise<{ hash: string; team: string | null } | undefined> {
  const [row] = await db.select().from(surveyRespondents).where(eq(surveyRespondents.hash, hash));
  return row;
}

export async function insertRespondent(
  db: Transaction,
  row: { hash: string; waveId: string; team: string | null },
): Promise<void> {
  await db.insert(surveyRespondents).values({ ...row, answeredOn: sql`current_date` });
}

/** What somebody has said so far. */
export async function answersOf(db: Executor, respondent: string): Promise<KeptAnswer[]> {
  const [answers, comments] = await Promise.all([
    db.select().from(surveyAnswers).where(eq(surveyAnswers.respondent, respondent)),
    db.select().from(surveyComments).where(eq(surveyComments.respondent, respondent)),
  ]);
  return [
    ...answers.map(({ question, score, choices }) => ({ question, score, choices, body: null })),
    ...comments.map(({ question, body }) => ({ question, score: null, choices: null, body })),
  ];
}

/** Puts what somebody says in place of what they said before. */
export async function replaceAnswers(
  db: Transaction,
  of: { waveId: string; team: string | null; respondent: string },
  answers: readonly KeptAnswer[],
): Promise<void> {
  await db.delete(surveyAnswers).where(eq(surveyAnswers.respondent, of.respondent));
  await db.delete(surveyComments).where(eq(surveyComments.respondent, of.respondent));
  await insertAnswers(
    db,
    answers.map((answer) => ({ ...of, ...answer })),
  );
}

export async function insertAnswers(
  db: Transaction,
  rows: readonly (KeptAnswer & { waveId: string; team: string | null; respondent: string | null })[],
): Promise<void> {
  const said = rows.filter(({ body }) => body === null);
  const written = rows.flatMap(({ body, ...rest }) => (body === null ? [] : [{ ...rest, body }]));
  for (let from = 0; from < said.length; from += BATCH)
    await db.insert(surveyAnswers).values(said.slice(from, from + BATCH));
  for (let from = 0; from < written.length; from += BATCH)
    await db.insert(surveyComments).values(written.slice(from, from + BATCH));
}

/** How many of each team have answered; empty: of none. */
export async function respondentsByTeam(db: Executor, wave: string): Promise<Map<string, number>> {
  const rows = await db.execute<{ team: string; n: number }>(sql`
    select coalesce(team, '') as team, count(*)::int as n from survey_respondents where wave_id = ${wave} group by 1`);
  return new Map(rows.map(({ team, n }) => [team, n]));
}

/** What a wave counts, comments among them as answers without a value. */
export async function allAnswers(db: Executor, wave: string): Promise<Answered[]> {
  const [answers, comments] = await Promise.all([
    db
      .select({
        question: surveyAnswers.question,
        team: surveyAnswers.team,
        score: surveyAnswers.score,
        choices: surveyAnswers.choices,
      })
      .from(surveyAnswers)
      .where(eq(surveyAnswers.waveId, wave)),
    db
      .select({ question: surveyComments.question, team: surveyComments.team })
      .from(surveyComments)
      .where(eq(surveyComments.waveId, wave)),
  ]);
  return [...answers, ...comments.map((one) => ({ ...one, score: null, choices: null }))];
}

/**
 * Leaves of a wave's answers only what is shown: no respondent, the group in place of the team, and nothing to questions of which
 * nothing may be shown.
 */
export async function coarsen(
  db: Transaction,
  wave: string,
  groups: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<void> {
  await db.delete(surveyRespondents).where(eq(surveyRespondents.waveId, wave));
  const pairs = [...groups].flatMap(([question, labels]) =>
    [...labels].map(([team, label]) => ({ question, team, label })),
  );
  const column = (of: "question" | "team" | "label") => sql`${sql.param(pairs.map((p) => p[of]))}::text[]`;
  for (const table of [surveyAnswers, surveyComments])
    await db.execute(sql`
      with shown as (select * from unnest(${column("question")}, ${column("team")}, ${column("label")}) as s(question, team, label)),
        gone as (delete from ${table} a where a.wave_id = ${wave} and not exists (select from shown s where s.question = a.question))
      update ${table} a set respondent = null, team = nullif(s.label, '')
      from shown s where a.wave_id = ${wave} and s.question = a.question and s.team = coalesce(a.team, '')`);
}

export async function insertResults(
  db: Transaction,
  wave: string,
  tallies: readonly Tally[],
  reported: { question: string; respondents: number; value: number } | null = null,
): Promise<void> {
  const rows: (typeof surveyResults.$inferInsert)[] = tallies.map((one) => ({ ...one, waveId: wave }));
  if (reported)
    rows.push({
      waveId: wave,
      question: reported.question,
      team: "",
      measure: "experience",
      respondents: reported.respondents,
      answered: 0,
      scored: 0,
      favourable: 0,
      unfavourable: 0,
      total: 0,
      counts: {},
      reported: String(reported.value),
    });
  for (let from = 0; from < rows.length; from += BATCH)
    await db.insert(surveyResults).values(rows.slice(from, from + BATCH));
}

export type ResultRow = typeof surveyResults.$inferSelect;

export const resultsOf = (db: Executor, waves: readonly string[]): Promise<ResultRow[]> =>
  waves.length
    ? db
        .select()
        .from(surveyResults)
        .where(inArray(surveyResults.waveId, [...waves]))
    : Promise.resolve([]);

/** Comments of a wave in no order: their ids are random. */
export const commentsOf = (db: Executor, wave: string) =>
  db
    .select({
      id: surveyComments.id,
      question: surveyComments.question,
      team: surveyComments.team,
      body: surveyComments.body,
    })
    .from(surveyComments)
    .where(eq(surveyComments.waveId, wave))
    .orderBy(asc(surveyComments.id));

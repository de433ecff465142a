import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { responseByTeam } from "../core/response";
import { type Outcome, outcomeOf, teamsShown } from "../core/results";
import type { Tally } from "../core/tally";
import { ANONYMITY_FLOOR, type Question } from "../schema";
import { commentsOf, type ResultRow, resultsOf } from "../store/answers";
import { teamNames } from "../store/surveys";
import { responseOf, type WaveRow, waveBy, wavesOf } from "../store/waves";
import { type WaveView, waveViews } from "./view";

export interface QuestionResult {
  question: Question;
  /** Of all; null where too few have answered it. */
  whole: Outcome | null;
  teams: { team: string; label: string; outcome: Outcome }[];
}

export interface WaveResults {
  wave: WaveView;
  floor: number;
  /** Set: nothing is shown, and why. */
  hidden: { why: string; have: number; need: number } | null;
  /** Of each team that may be shown, with those below it. */
  response: { team: string; label: string; invited: number; respondents: number }[];
  questions: QuestionResult[];
  /** In no order. */
  comments: { id: string; question: string; team: string | null; body: string }[];
  /** An index that was computed elsewhere. */
  reported: { name: string; value: number; respondents: number } | null;
}

/** Waves, the newest first. */
export async function listWaves(ctx: Context, survey: string): Promise<WaveView[]> {
  checkPermission(ctx.actor, "surveys.read");
  return waveViews(ctx, await wavesOf(ctx.db, survey));
}

/** One wave and how it stands. Throws NotFound. */
export async function getWave(ctx: Context, id: string): Promise<WaveView> {
  checkPermission(ctx.actor, "surveys.read");
  return (await waveViews(ctx, [await requireWave(ctx, id)]))[0]!;
}

/**
 * What a wave says, of all and of each team that may be shown, with comments. Nothing before it is over: who compares results
 * before and after an answer would know it. Throws NotFound.
 */
export async function waveResults(ctx: Context, id: string): Promise<WaveResults> {
  checkPermission(ctx.actor, "surveys.read");
  const row = await requireWave(ctx, id);
  const [wave] = await waveViews(ctx, [row]);
  const isCounted = row.status === "closed";
  const [rows, comments, response, names] = await Promise.all([
    isCounted ? resultsOf(ctx.db, [id]) : [],
    isCounted ? commentsOf(ctx.db, id) : [],
    isCounted ? responseOf(ctx.db, id) : [],
    teamNames(ctx.db),
  ]);
  const nameOf = (team: string) => names[team] ?? team;
  const reported = rows.find((one) => one.reported !== null);
  return {
    wave: wave!,
    floor: ANONYMITY_FLOOR,
    hidden: hiddenOf(row, wave!, rows.length > 0),
    response: responseByTeam(response, row.tree, ANONYMITY_FLOOR)
      .map((one) => ({ ...one, label: nameOf(one.team) }))
      .sort((a, b) => (a.label < b.label ? -1 : 1)),
    questions: row.definition.questions
      .filter(({ type }) => type !== "comment")
      .map((question) => {
        const tallies = talliesOf(rows, question.id);
        return {
          question,
          whole: outcomeOf(question, tallies),
          teams: [...teamsShown(tallies, row.tree)]
            .map(([team, of]) => ({ team, label: nameOf(team), outcome: outcomeOf(question, of)! }))
            .sort((a, b) => (a.label < b.label ? -1 : 1)),
        };
      }),
    comments: comments.map(({ team, ...comment }) => ({ ...comment, team: team && nameOf(team) })),
    reported: reported
      ? { name: reported.question, value: Number(reported.reported), respondents: reported.respondents }
      : null,
  };
}

function hiddenOf(row: WaveRow, wave: WaveView, hasResults: boolean): WaveResults["hidden"] {
  if (row.status !== "closed")
    return {
      why: "Results are shown when the wave is closed: until then an answer could be told by what it changes.",
      have: wave.respondents,
      need: ANONYMITY_FLOOR,
    };
  if (hasResults) return null;
  return {
    why: `Nothing is shown of fewer than ${ANONYMITY_FLOOR} people, so that nobody can be told by their answers. What they said has been deleted.`,
    have: wave.respondents,
    need: ANONYMITY_FLOOR,
  };
}

export interface Trend {
  waves: { id: string; title: string; closedAt: Date; invited: number; respondents: number }[];
  questions: {
    question: Question;
    /** One for each wave; null where it was not asked or too few answered. */
    outcomes: (Outcome | null)[];
  }[];
}

/** The course of a survey over its closed waves, the oldest first: of all, or of one team where it is shown. */
export async function surveyTrend(ctx: Context, survey: string, team: string | null): Promise<Trend> {
  checkPermission(ctx.actor, "surveys.read");
  const closed = (await wavesOf(ctx.db, survey)).filter(({ status }) => status === "closed").reverse();
  const rows = await resultsOf(
    ctx.db,
    closed.map(({ id }) => id),
  );
  const questions = new Map<string, Question>();
  for (const { definition } of closed)
    for (const question of definition.questions)
      if (question.type !== "comment") questions.set(question.id, question);
  return {
    waves: closed.map((wave) => ({
      id: wave.id,
      title: wave.title,
      closedAt: wave.closedAt ?? wave.closesAt,
      invited: wave.invited,
      respondents: wave.respondents ?? 0,
    })),
    questions: [...questions.values()].map((question) => ({
      question,
      outcomes: closed.map((wave) => {
        const asked = wave.definition.questions.find(({ id }) => id === question.id);
        if (asked?.type !== question.type) return null;
        const tallies = talliesOf(
          rows.filter(({ waveId }) => waveId === wave.id),
          question.id,
        );
        return outcomeOf(asked, team === null ? tallies : (teamsShown(tallies, wave.tree).get(team) ?? []));
      }),
    })),
  };
}

const talliesOf = (rows: readonly ResultRow[], question: string): Tally[] =>
  rows.filter((row) => row.question === question && row.reported === null);

async function requireWave(ctx: Context, id: string): Promise<WaveRow> {
  const row = await waveBy(ctx.db, id);
  if (!row) throw new NotFound("Wave", id);
  return row;
}

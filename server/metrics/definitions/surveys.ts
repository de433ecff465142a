import { type SQL, sql } from "drizzle-orm";
import type { SurveyResult } from "../core/events";
import { type PlainAsk, within } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import { promotersOf } from "../core/statistics/nps";
import type { Ask, MetricDefinition } from "../definition";
import { perCell } from "../store/aggregate";
import { keyOf, texts, windowRows } from "../store/windows";

const NPS_FLOOR = 10;
const NONE =
  "No survey that asks this was closed in this period, or fewer than five of this group have answered.";

/** Answers to one question, of all groups that are asked for together. */
interface Sum {
  question: string;
  respondents: number;
  scored: number;
  favourable: number;
  unfavourable: number;
  total: number;
  reported: number | null;
}

/**
 * The wave that a window is about: the last that was closed in it. Its groups have no part in common and each is large enough to
 * be shown, so that whatever is added up and subtracted, nothing is learned about fewer people.
 */
function latest(results: readonly SurveyResult[], measure: string, { window }: PlainAsk): SurveyResult[] {
  const all = results.filter((r) => r.measure === measure && within(r.closedAt, window));
  const last = all.reduce<SurveyResult | null>(
    (best, r) =>
      !best ||
      r.closedAt > best.closedAt ||
      (r.closedAt.getTime() === best.closedAt.getTime() && r.wave > best.wave)
        ? r
        : best,
    null,
  );
  return all.filter(({ wave }) => wave === last?.wave);
}

function sumsOf(results: readonly SurveyResult[], teams: readonly string[] | null): Sum[] {
  const by = new Map<string, Sum>();
  for (const { question, team, reported, ...counts } of results) {
    if (teams !== null && (team === null || !teams.includes(team))) continue;
    const sum = by.get(question);
    if (!sum) by.set(question, { question, reported, ...counts });
    else {
      sum.respondents += counts.respondents;
      sum.scored += counts.scored;
      sum.favourable += counts.favourable;
      sum.unfavourable += counts.unfavourable;
      sum.total += counts.total;
    }
  }
  return [...by.values()].sort((a, b) => (a.question < b.question ? -1 : 1));
}

/** The same as a statement, by window, key and question. */
async function sums(db: Parameters<MetricDefinition["compute"]>[0], ask: Ask, measure: string) {
  const scope = ask.teams === null ? sql`` : sql` and f.team = any(${texts(ask.teams)})`;
  const owned = ask.by === null ? sql`` : sql` and f.team is not null`;
  const rows = await db.execute<{ ix: number; key: string | null } & Sum & Record<string, unknown>>(sql`
    select w.ix, ${keyOf(ask)} as key, f.question, sum(f.respondents)::int as respondents, sum(f.scored)::int as scored,
      sum(f.favourable)::int as favourable, sum(f.unfavourable)::int as unfavourable, sum(f.total)::int as total,
      max(f.reported)::float8 as reported
    from (${windowRows(ask)}) w
    cross join lateral (
      select v.id from survey_waves v where v.closed_at >= w.starts and v.closed_at < w.ends
        and exists (select from survey_results r where r.wave_id = v.id and r.measure = ${measure})
      order by v.closed_at desc, v.id::text collate "C" desc limit 1) l
    join (select wave_id, question, nullif(team, '') as team, null::text as service, measure, respondents, scored, favourable,
      unfavourable, total, reported from survey_results) f on f.wave_id = l.id and f.measure = ${measure}${scope}${owned}
    group by 1, 2, 3 order by 3`);
  const cells = new Map<string, { window: number; key: string | null; sums: Sum[] }>();
  for (const { ix, key, ...sum } of rows) {
    const cell = cells.get(`${ix} ${key}`) ?? { window: ix, key, sums: [] };
    cell.sums.push(sum);
    cells.set(`${ix} ${key}`, cell);
  }
  return [...cells.values()];
}

/** What was asked, one row for each group that is shown: the value of each is that of the metric. */
const facts = (measure: string, value: SQL): SQL => sql`
  select r.wave_id || '/' || r.question || '/' || r.team as id, v.closed_at as at, nullif(r.team, '') as team,
    null::text as service, coalesce((select q->>'title' from jsonb_array_elements(v.definition->'questions') q
      where q->>'id' = r.question), r.question) as label, null::boolean as hit, ${value} as value
  from survey_results r join survey_waves v on v.id = r.wave_id where r.measure = ${measure} and v.closed_at is not null`;

type Words = Omit<MetricDefinition, "evaluate" | "compute" | "facts">;

const fromSurveys = (
  words: Words,
  measure: string,
  value: SQL,
  resultOf: (sums: readonly Sum[]) => MetricResult,
): MetricDefinition => ({
  ...words,
  facts: () => facts(measure, value),
  evaluate: (events, ask) => resultOf(sumsOf(latest(events.surveyResults, measure, ask), ask.teams)),
  compute: async (db, ask) =>
    perCell(ask, await sums(db, ask, measure), (cell) => resultOf(cell?.sums ?? [])),
});

/** The mean of the questions' favourable shares; an index that was computed elsewhere where there are none. */
export function experienceOf(sums: readonly Sum[]): MetricResult {
  const asked = sums.filter(({ scored, reported }) => scored > 0 && reported === null);
  const n = Math.max(0, ...asked.map(({ respondents }) => respondents));
  if (asked.length > 0)
    return {
      value:
        (100 * asked.reduce((sum, { favourable, scored }) => sum + favourable / scored, 0)) / asked.length,
      n,
      parts: { questions: asked.length },
    };
  const elsewhere = sums.find(({ reported }) => reported !== null);
  return elsewhere ? { value: elsewhere.reported, n: elsewhere.respondents } : noData(NONE, 5);
}

export function promotersResult([sum]: readonly Sum[]): MetricResult {
  if (!sum || sum.scored === 0) return noData(NONE, 5);
  const parts = { mean: sum.total / sum.scored };
  if (sum.scored < NPS_FLOOR)
    return {
      value: null,
      n: sum.scored,
      parts,
      insufficient: {
        why: `A net promoter score needs at least ${NPS_FLOOR} answers; until then there is the mean.`,
        have: sum.scored,
        need: NPS_FLOOR,
      },
    };
  const { score, interval } = promotersOf(sum.favourable, sum.unfavourable, sum.scored);
  return {
    value: score,
    n: sum.scored,
    interval,
    parts: { ...parts, promoters: sum.favourable, detractors: sum.unfavourable },
  };
}

export const developerExperience = fromSurveys(
  {
    id: "developer-experience-score",
    title: "Developer experience score",
    question: "How well can people work here, by their own word?",
    formula:
      "The mean, over the questions of the last wave that was closed in the period, of the share of favourable answers (4 and 5 of 5), times 100.",
    unit: "index",
    direction: "up",
    floor: { need: 5, of: "respondents" },
    sources: ["Surveys"],
    window: "2q",
    needs: "2q",
    dimensions: ["organisation", "team"],
    rules: [
      "Nothing is shown of fewer than 5 respondents, nor what would follow by subtraction: a small team counts with the one above it.",
      "Answers that say that a question does not apply are in neither count.",
      "A team is what it was when the wave was opened.",
      "An index that was imported, such as DXI, is shown as it was told where no answers are there.",
      "Of several waves in a period the last counts; they are not added up.",
    ],
    parts: { questions: { label: "Questions", unit: "count" } },
  },
  "experience",
  sql`coalesce(r.reported::float8, case when r.scored > 0 then 100.0 * r.favourable / r.scored end)::float8`,
  experienceOf,
);

export const platformNps = fromSurveys(
  {
    id: "platform-nps",
    title: "Platform net promoter score",
    question: "Would people recommend the platform to others?",
    formula:
      "Of the last wave that was closed in the period: share of answers of 9 and 10 less share of answers from 0 to 6, times 100. Interval: 1.96 · √((p + d − (p − d)²) / n) · 100.",
    unit: "points",
    direction: "up",
    floor: { need: NPS_FLOOR, of: "answers" },
    sources: ["Surveys"],
    window: "2q",
    needs: "2q",
    dimensions: ["organisation", "team"],
    rules: [
      "Below 10 answers the mean is shown instead; below 5 nothing, nor what would follow by subtraction.",
      "A team is what it was when the wave was opened.",
      "Of several waves in a period the last counts; they are not added up.",
    ],
    parts: {
      mean: { label: "Mean of 0 to 10", unit: "score" },
      promoters: { label: "9 and 10", unit: "count" },
      detractors: { label: "0 to 6", unit: "count" },
    },
  },
  "nps",
  sql`case when r.scored >= ${NPS_FLOOR} then 100.0 * (r.favourable - r.unfavourable) / r.scored end::float8`,
  promotersResult,
);

import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { SurveyResult } from "./core/events";

/** Puts results of surveys into their tables, with the surveys and waves that they are of. */
export async function storeSurveyResults(db: Database, results: readonly SurveyResult[]): Promise<void> {
  if (!results.length) return;
  await db.execute(sql`
    insert into surveys (identifier, definition, updated_by) values ('test', '{"title":"Test","questions":[]}', 'test')
    on conflict do nothing`);
  for (const [wave, closedAt] of new Map(results.map((r) => [r.wave, r.closedAt])))
    await db.execute(sql`
      insert into survey_waves (id, survey, revision, title, definition, status, audience, seed, tree, closes_at, closed_at, remind_after_days, by)
      values (${wave}, 'test', 1, 'Wave', '{"title":"Test","questions":[]}', 'closed', '{}', '', '{}',
        ${closedAt.toISOString()}::timestamptz, ${closedAt.toISOString()}::timestamptz, '{}', 'test')`);
  for (const r of results)
    await db.execute(sql`
      insert into survey_results (wave_id, question, team, measure, respondents, answered, scored, favourable, unfavourable, total, counts, reported)
      values (${r.wave}, ${r.question}, ${r.team ?? ""}, ${r.measure}, ${r.respondents}, ${r.scored}, ${r.scored}, ${r.favourable},
        ${r.unfavourable}, ${r.total}, '{}', ${r.reported})`);
}

/** Waves of random results, of groups that are large enough. */
export function randomSurveyResults(
  random: () => number,
  teams: readonly string[],
  at: () => Date,
): SurveyResult[] {
  const int = (below: number) => Math.floor(random() * below);
  return Array.from({ length: 2 + int(5) }, (_, n) => {
    const wave = `00000000-0000-4000-8000-00000000000${n}`;
    const closedAt = at();
    const measure = random() < 0.5 ? ("nps" as const) : ("experience" as const);
    if (measure === "experience" && random() < 0.2)
      return [
        resultOf(
          { wave, closedAt, measure, question: "index", team: null, reported: int(100), scored: 0 },
          int,
        ),
      ];
    return (measure === "nps" ? ["nps"] : ["q1", "q2", "q3"]).flatMap((question) =>
      [null, ...teams]
        .filter(() => random() < 0.6)
        .map((team) =>
          resultOf(
            { wave, closedAt, measure, question, team, reported: null, scored: int(4) && 5 + int(8) },
            int,
          ),
        ),
    );
  }).flat();
}

function resultOf(
  of: Pick<SurveyResult, "wave" | "closedAt" | "measure" | "question" | "team" | "reported" | "scored">,
  int: (below: number) => number,
): SurveyResult {
  const favourable = int(of.scored + 1);
  const unfavourable = int(of.scored - favourable + 1);
  return {
    ...of,
    respondents: of.scored + 5 + int(4),
    favourable,
    unfavourable,
    total: int(10 * of.scored + 1),
  };
}

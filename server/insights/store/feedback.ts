import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { insightRunFeedback } from "@/db/schema/insight-signals";

export type FeedbackRow = typeof insightRunFeedback.$inferSelect;

/** The last word of a person about a run counts. */
export async function saveFeedback(db: Executor, row: Omit<FeedbackRow, "at">): Promise<void> {
  const { helpful, comment } = row;
  await db
    .insert(insightRunFeedback)
    .values(row)
    .onConflictDoUpdate({
      target: [insightRunFeedback.runId, insightRunFeedback.userId],
      set: { helpful, comment, at: sql`now()` },
    });
}

export async function findFeedback(
  db: Executor,
  runId: string,
  userId: string,
): Promise<Pick<FeedbackRow, "helpful" | "comment"> | null> {
  const { helpful, comment } = insightRunFeedback;
  const [row] = await db
    .select({ helpful, comment })
    .from(insightRunFeedback)
    .where(and(eq(insightRunFeedback.runId, runId), eq(insightRunFeedback.userId, userId)));
  return row ?? null;
}

export interface FeedbackCount {
  action: string;
  title: string | null;
  team: string | null;
  people: number;
  helpful: number;
  unhelpful: number;
}

/** What was said of the runs of each action in the last so many days; of the actions of these teams, or, null, of all. */
export async function countFeedback(
  db: Executor,
  teams: readonly string[] | null,
  days: number,
): Promise<FeedbackCount[]> {
  return [
    ...(await db.execute<FeedbackCount & Record<string, unknown>>(sql`
      select f.action, a.definition->>'title' as title, a.definition->>'ownerTeam' as team,
        count(distinct f.user_id)::float8 as people, count(*) filter (where f.helpful)::float8 as helpful,
        count(*) filter (where not f.helpful)::float8 as unhelpful
      from insight_run_feedback f left join actions a on a.identifier = f.action
      where f.at > now() - make_interval(days => ${days})
        ${teams === null ? sql`` : sql`and a.definition->>'ownerTeam' in (select jsonb_array_elements_text(${JSON.stringify(teams)}::jsonb))`}
      group by 1, 2, 3 order by count(*) desc, f.action`)),
  ];
}

/** Comments without anything that says whose they are; by their text, so that their order tells nothing either. */
export async function commentsOn(
  db: Executor,
  action: string,
  days: number,
): Promise<{ helpful: boolean; comment: string }[]> {
  return [
    ...(await db.execute<{ helpful: boolean; comment: string }>(sql`
      select helpful, comment from insight_run_feedback
      where action = ${action} and comment is not null and at > now() - make_interval(days => ${days})
      order by comment, helpful limit 100`)),
  ];
}

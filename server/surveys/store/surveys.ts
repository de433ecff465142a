import { and, asc, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { surveyRevisions, surveys } from "@/db/schema/surveys";
import { now } from "@/server/kernel/clock";
import type { SurveyStatus } from "../core/words";
import type { Schedule, SurveyDefinition } from "../schema";

export type SurveyRow = typeof surveys.$inferSelect;

export const allSurveys = (db: Executor): Promise<SurveyRow[]> =>
  db.select().from(surveys).orderBy(asc(surveys.createdAt), asc(surveys.identifier));

export async function surveyBy(db: Executor, identifier: string): Promise<SurveyRow | undefined> {
  const [row] = await db.select().from(surveys).where(eq(surveys.identifier, identifier));
  return row;
}

/** Held until the transaction ends. */
export async function lockSurvey(db: Transaction, identifier: string): Promise<SurveyRow | undefined> {
  const [row] = await db.select().from(surveys).where(eq(surveys.identifier, identifier)).for("update");
  return row;
}

/** Out: undefined when there is one already. */
export async function insertSurvey(
  db: Transaction,
  values: { identifier: string; definition: SurveyDefinition; status: SurveyStatus; updatedBy: string },
): Promise<SurveyRow | undefined> {
  const [row] = await db.insert(surveys).values(values).onConflictDoNothing().returning();
  return row;
}

/** Keeps the revision before. Out: undefined when the survey has another revision by now. */
export async function updateDefinition(
  db: Transaction,
  before: SurveyRow,
  definition: SurveyDefinition,
  by: string,
): Promise<SurveyRow | undefined> {
  const [row] = await db
    .update(surveys)
    .set({ definition, revision: before.revision + 1, updatedAt: now, updatedBy: by })
    .where(and(eq(surveys.identifier, before.identifier), eq(surveys.revision, before.revision)))
    .returning();
  if (row)
    await db.insert(surveyRevisions).values({
      survey: before.identifier,
      revision: before.revision,
      definition: before.definition,
      at: before.updatedAt,
      by: before.updatedBy,
    });
  return row;
}

export async function updateStanding(
  db: Transaction,
  identifier: string,
  set: { status?: SurveyStatus; schedule?: Schedule | null; nextWaveAt?: Date | null },
): Promise<SurveyRow> {
  const [row] = await db
    .update(surveys)
    .set({ ...set, updatedAt: now })
    .where(eq(surveys.identifier, identifier))
    .returning();
  if (!row) throw new Error(`The survey ${identifier} is gone.`);
  return row;
}

export async function deleteSurvey(db: Transaction, identifier: string): Promise<void> {
  await db.delete(surveys).where(eq(surveys.identifier, identifier));
}

export const revisionsOf = (db: Executor, survey: string) =>
  db
    .select()
    .from(surveyRevisions)
    .where(eq(surveyRevisions.survey, survey))
    .orderBy(desc(surveyRevisions.revision));

/** Surveys whose next wave is due, the longest overdue first; one at a time. */
export async function lockDueSurvey(db: Transaction): Promise<SurveyRow | undefined> {
  const [row] = await db
    .select()
    .from(surveys)
    .where(and(isNotNull(surveys.schedule), eq(surveys.status, "ready"), sql`${surveys.nextWaveAt} <= now()`))
    .orderBy(asc(surveys.nextWaveAt))
    .limit(1)
    .for("update", { skipLocked: true });
  return row;
}

/** Whether any survey or wave is due: what a turn of the worker asks first. */
export async function anythingDue(db: Executor): Promise<boolean> {
  const [row] = await db.execute<{ due: boolean }>(sql`
    select exists (select from surveys where schedule is not null and status = 'ready' and next_wave_at <= now())
      or exists (select from survey_waves where status = 'open' and next_at <= now()) as due`);
  return row?.due ?? false;
}

/** Who is above each team, as it is now. */
export async function teamTree(db: Executor): Promise<Record<string, string | null>> {
  const rows = await db.execute<{ team: string; parent: string | null }>(
    sql`select team, parent from insight_teams order by team`,
  );
  return Object.fromEntries(rows.map(({ team, parent }) => [team, parent]));
}

/** Names of teams for people, by identifier. */
export async function teamNames(db: Executor): Promise<Record<string, string>> {
  const rows = await db.execute<{ team: string; title: string }>(
    sql`select identifier as team, title from teams order by identifier`,
  );
  return Object.fromEntries(rows.map(({ team, title }) => [team, title]));
}

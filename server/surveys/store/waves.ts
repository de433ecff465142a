import { and, asc, desc, eq, lt, ne, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Executor, Transaction } from "@/db/client";
import { surveyInvitations, surveyLinks, surveyWaves } from "@/db/schema/surveys";

export type WaveRow = typeof surveyWaves.$inferSelect;
export type InvitationRow = typeof surveyInvitations.$inferSelect;

/** Out: undefined when the survey has an open wave, or the external id is known. */
export async function insertWave(
  db: Transaction,
  values: typeof surveyWaves.$inferInsert,
): Promise<WaveRow | undefined> {
  const [row] = await db.insert(surveyWaves).values(values).onConflictDoNothing().returning();
  return row;
}

export async function waveBy(db: Executor, id: string): Promise<WaveRow | undefined> {
  const [row] = await db.select().from(surveyWaves).where(eq(surveyWaves.id, id));
  return row;
}

/** `update`: nobody answers meanwhile; `share`: others may answer, and nobody closes it. */
export async function lockWave(
  db: Transaction,
  id: string,
  strength: "update" | "share",
): Promise<WaveRow | undefined> {
  const [row] = await db.select().from(surveyWaves).where(eq(surveyWaves.id, id)).for(strength);
  return row;
}

export async function lockDueWave(db: Transaction): Promise<WaveRow | undefined> {
  const [row] = await db
    .select()
    .from(surveyWaves)
    .where(and(eq(surveyWaves.status, "open"), sql`${surveyWaves.nextAt} <= now()`))
    .orderBy(asc(surveyWaves.nextAt))
    .limit(1)
    .for("update", { skipLocked: true });
  return row;
}

export async function updateWave(
  db: Transaction,
  id: string,
  set: PgUpdateSetSource<typeof surveyWaves>,
): Promise<WaveRow> {
  const [row] = await db.update(surveyWaves).set(set).where(eq(surveyWaves.id, id)).returning();
  if (!row) throw new Error(`The wave ${id} is gone.`);
  return row;
}

/** Waves, the newest first: of one survey, or of all. */
export const wavesOf = (db: Executor, survey: string | null): Promise<WaveRow[]> =>
  db
    .select()
    .from(surveyWaves)
    .where(survey === null ? undefined : eq(surveyWaves.survey, survey))
    .orderBy(desc(sql`coalesce(${surveyWaves.closedAt}, ${surveyWaves.openedAt})`))
    .limit(400);

export async function insertInvitations(
  db: Transaction,
  rows: (typeof surveyInvitations.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 1_000)
    await db.insert(surveyInvitations).values(rows.slice(from, from + 1_000));
}

/** Who was asked in the last wave of a survey. */
export async function askedLately(db: Executor, survey: string): Promise<Set<string>> {
  const rows = await db.execute<{ user_id: string }>(sql`
    select user_id from survey_invitations where wave_id =
      (select id from survey_waves where survey = ${survey} and origin = 'portal' order by opened_at desc limit 1)`);
  return new Set(rows.map((row) => row.user_id));
}

/** How many have answered, by wave. */
export async function progressOf(db: Executor, waves: readonly string[]): Promise<Map<string, number>> {
  if (!waves.length) return new Map();
  const rows = await db.execute<{ wave: string; n: number }>(sql`
    select wave_id as wave, count(*)::int as n from survey_invitations
    where answered and wave_id = any(${sql.param([...waves])}::text[]::uuid[]) group by 1`);
  return new Map(rows.map(({ wave, n }) => [wave, n]));
}

/** How many were asked and have answered, by team; empty: of none. An imported wave has none. */
export async function responseOf(
  db: Executor,
  wave: string,
): Promise<{ team: string; invited: number; respondents: number }[]> {
  return [
    ...(await db.execute<{ team: string; invited: number; respondents: number }>(sql`
      select coalesce(team, '') as team, count(*)::int as invited, count(*) filter (where answered)::int as respondents
      from survey_invitations where wave_id = ${wave} group by 1`)),
  ];
}

/** Invitations that have had fewer messages than `round` and no answer, held for this sender alone. */
export const lockUntold = (
  db: Transaction,
  wave: string,
  round: number,
  limit: number,
): Promise<InvitationRow[]> =>
  db
    .select()
    .from(surveyInvitations)
    .where(
      and(
        eq(surveyInvitations.waveId, wave),
        eq(surveyInvitations.answered, false),
        lt(surveyInvitations.told, round),
      ),
    )
    .orderBy(asc(surveyInvitations.id))
    .limit(limit)
    .for("update", { skipLocked: true });

export async function noteTold(db: Transaction, ids: readonly string[], round: number): Promise<void> {
  await db.execute(sql`
    update survey_invitations set told = ${round} where id = any(${sql.param([...ids])}::text[]::uuid[])`);
}

export async function insertLinks(
  db: Transaction,
  rows: { tokenHash: string; invitationId: string }[],
): Promise<void> {
  if (rows.length) await db.insert(surveyLinks).values(rows);
}

export async function invitationOfLink(db: Executor, tokenHash: string): Promise<InvitationRow | undefined> {
  const [row] = await db
    .select({ invitation: surveyInvitations })
    .from(surveyLinks)
    .innerJoin(surveyInvitations, eq(surveyInvitations.id, surveyLinks.invitationId))
    .where(eq(surveyLinks.tokenHash, tokenHash));
  return row?.invitation;
}

export async function lockInvitation(db: Transaction, id: string): Promise<InvitationRow | undefined> {
  const [row] = await db.select().from(surveyInvitations).where(eq(surveyInvitations.id, id)).for("update");
  return row;
}

export async function invitationOf(
  db: Executor,
  wave: string,
  userId: string,
): Promise<InvitationRow | undefined> {
  const [row] = await db
    .select()
    .from(surveyInvitations)
    .where(and(eq(surveyInvitations.waveId, wave), eq(surveyInvitations.userId, userId)));
  return row;
}

export async function noteAnswered(db: Transaction, id: string): Promise<void> {
  await db
    .update(surveyInvitations)
    .set({ answered: true })
    .where(and(eq(surveyInvitations.id, id), ne(surveyInvitations.answered, true)));
}

/** Open waves that ask a person, with whether they have answered. */
export const openFor = (db: Executor, userId: string) =>
  db
    .select({ wave: surveyWaves, answered: surveyInvitations.answered })
    .from(surveyInvitations)
    .innerJoin(surveyWaves, eq(surveyWaves.id, surveyInvitations.waveId))
    .where(
      and(
        eq(surveyInvitations.userId, userId),
        eq(surveyWaves.status, "open"),
        sql`${surveyWaves.closesAt} > now()`,
      ),
    )
    .orderBy(asc(surveyWaves.closesAt));

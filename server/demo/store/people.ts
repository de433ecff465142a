import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

/** Those of these teams that there are, and the ids of people by address. */
export async function takenNames(
  db: Executor,
  { teams, emails }: { teams: readonly string[]; emails: readonly string[] },
): Promise<{ teams: string[]; emails: string[] }> {
  const list = (values: readonly string[]) =>
    sql`(select value from jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
  const [taken, people] = await Promise.all([
    db.execute<{ name: string }>(
      sql`select identifier as name from teams where identifier in ${list(teams)} order by 1`,
    ),
    db.execute<{ name: string }>(
      sql`select email as name from users where email in ${list(emails)} order by 1`,
    ),
  ]);
  return { teams: taken.map(({ name }) => name), emails: people.map(({ name }) => name) };
}

export interface History {
  personId: number;
  userId: string;
  isDeveloper: boolean;
  fte: number;
  /** YYYY-MM-DD. */
  hiredOn: string | null;
  leftOn: string | null;
  stays: { team: string; startsAt: string; endsAt: string | null }[];
}

/** Says of people who they are in the portal, since when they are there, and in which teams they were. */
export async function writeHistories(tx: Transaction, people: readonly History[]): Promise<void> {
  const given = JSON.stringify(people);
  await tx.execute(sql`
    update insight_people p set user_id = r."userId", is_developer = r."isDeveloper", fte = r.fte,
      hired_on = r."hiredOn", left_on = r."leftOn"
    from jsonb_to_recordset(${given}::jsonb)
      as r("personId" bigint, "userId" uuid, "isDeveloper" boolean, fte numeric, "hiredOn" date, "leftOn" date)
    where p.id = r."personId"`);
  // The last stay is as the catalog says, which ends it when it says otherwise.
  await tx.execute(sql`
    insert into insight_memberships (person_id, team, starts_at, ends_at, source)
    select r."personId", s.team, s."startsAt", s."endsAt", case when s."endsAt" is null then 'catalog' else 'demo' end
    from jsonb_to_recordset(${given}::jsonb) as r("personId" bigint, stays jsonb)
    cross join lateral jsonb_to_recordset(r.stays) as s(team text, "startsAt" timestamptz, "endsAt" timestamptz)`);
}

/** Says which team is part of which, and when each came on board. */
export async function writeTeams(
  tx: Transaction,
  teams: readonly { team: string; parent: string | null; onboardedAt: string | null }[],
): Promise<void> {
  await tx.execute(sql`
    insert into insight_teams (team, parent, onboarded_at)
    select r.team, r.parent, r."onboardedAt"
    from jsonb_to_recordset(${JSON.stringify(teams)}::jsonb) as r(team text, parent text, "onboardedAt" timestamptz)
    on conflict (team) do update set parent = excluded.parent, onboarded_at = excluded.onboarded_at`);
}

import { type SQL, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

const item = (kind: string, key: SQL): SQL =>
  sql`exists (select from demo_items i where i.kind = ${kind} and i.key = ${key})`;
const within = (column: SQL, values: readonly string[]): SQL =>
  sql`${column} in (select value from jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

export interface DoomedUser {
  id: string;
  email: string;
  /** Somebody uses the account, or put it into a team of their own. */
  kept: boolean;
}

/** The people of the scenario, and which of them somebody has made their own. */
export async function demoUsers(db: Executor): Promise<DoomedUser[]> {
  return [
    ...(await db.execute<DoomedUser & Record<string, unknown>>(sql`
      select u.id, u.email,
        u.password_hash is not null or u.role <> 'member' or u.last_seen_at is not null
          or exists (select from identities i where i.user_id = u.id)
          or exists (select from api_clients c where c.owner_id = u.id)
          or exists (select from memberships m join teams t on t.id = m.team_id
            where m.user_id = u.id and not ${item("team", sql`t.identifier`)} and m.created_at > u.created_at) as kept
      from users u where ${item("user", sql`u.id::text`)} order by u.id`)),
  ];
}

/** Deletes people, and what is known of them: of one whose own events are left, that they are somebody. */
export async function deleteUsers(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    delete from insight_people p where ${within(sql`p.user_id::text`, ids)}
      and not exists (select from insight_changes c where c.author_id = p.id)
      and not exists (select from insight_tickets t where t.opened_by_id = p.id)`);
  await tx.execute(sql`
    update insight_people p set user_id = null where ${within(sql`p.user_id::text`, ids)}`);
  await tx.execute(sql`delete from users u where ${within(sql`u.id::text`, ids)}`);
}

/** The teams of the scenario in which nobody is and which own nothing. */
export async function emptyTeams(db: Executor): Promise<string[]> {
  const rows = await db.execute<{ identifier: string }>(sql`
    select t.identifier from teams t
    where ${item("team", sql`t.identifier`)}
      and not exists (select from memberships m where m.team_id = t.id)
      and not exists (select from entities e where e.team @> array[t.identifier])
      and not exists (select from runs r where r.team = t.identifier)
    order by 1`);
  return rows.map(({ identifier }) => identifier);
}

export async function deleteTeams(tx: Transaction, identifiers: readonly string[]): Promise<void> {
  await tx.execute(sql`delete from insight_teams where ${within(sql`team`, identifiers)}`);
  await tx.execute(sql`delete from insight_memberships where ${within(sql`team`, identifiers)}`);
  await tx.execute(sql`delete from teams where ${within(sql`identifier`, identifiers)}`);
}

/** The teams of the scenario that stay are again as the portal knows teams: part of none, and on board since they were made. */
export async function resetTeams(tx: Transaction, identifiers: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update insight_teams i set parent = null, onboarded_at = t.created_at from teams t
    where t.identifier = i.team and ${within(sql`i.team`, identifiers)}`);
  await tx.execute(sql`delete from insight_memberships where source = 'demo'`);
}

/** Figures that were kept while the demo data was there are of it; the worker keeps them anew. */
export async function deleteSnapshots(tx: Transaction, since: Date): Promise<void> {
  await tx.execute(sql`delete from metric_snapshots where taken_at >= ${since.toISOString()}::timestamptz`);
}

/** The last: what the scenario had made, and that it was there. */
export async function forgetScenario(tx: Transaction): Promise<void> {
  await tx.execute(sql`delete from demo_items`);
  await tx.execute(sql`delete from demo_scenario`);
}

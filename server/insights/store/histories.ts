import { sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

/** What holds of several periods at a moment, as `teamAt` orders them. */
const firstOf = (p: SQL): SQL => sql`
  (${p}.source <> 'catalog') desc, case when ${p}.source <> 'catalog' then ${p}.starts_at end desc, ${p}.starts_at,
  ${p}.team collate "C"`;

/** The owner of a service at a moment, as `teamAt` finds it. */
const ownerAt = (service: SQL, at: SQL): SQL => sql`(
  select o.team from insight_service_owners o
  where o.service = ${service} and o.starts_at <= ${at} and (o.ends_at is null or o.ends_at > ${at})
  order by ${firstOf(sql`o`)} limit 1)`;

/** The team of a person at a moment, the preferred one where there are several. */
const memberAt = (person: SQL, at: SQL, preferred: SQL): SQL => sql`(
  select m.team from insight_memberships m
  where m.person_id = ${person} and m.starts_at <= ${at} and (m.ends_at is null or m.ends_at > ${at})
  order by (m.team = ${preferred}) is true desc, ${firstOf(sql`m`)} limit 1)`;

const among = (column: SQL, values: readonly (string | number)[], type: SQL): SQL =>
  sql`${column} in (select value::${type} from jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

/** Writes the owners that the catalog has now where they are others than before. Out: the services whose history changed. */
export async function followOwners(tx: Transaction, blueprint: string): Promise<string[]> {
  const rows = await tx.execute<{ service: string }>(sql`
    with owned as (
      select e.identifier as service, t.team from entities e
      join blueprints b on b.id = e.blueprint_id and b.identifier = ${blueprint}
      cross join lateral unnest(e.team) as t(team)),
    ended as (
      update insight_service_owners o set ends_at = now()
      where o.source = 'catalog' and o.ends_at is null
        and not exists (select 1 from owned w where w.service = o.service and w.team = o.team)
      returning o.service),
    begun as (
      insert into insight_service_owners (service, team, starts_at, source)
      select w.service, w.team,
        -- Who is seen to own it first is taken to have owned it from the beginning: nobody knows otherwise.
        case when exists (select 1 from insight_service_owners o where o.service = w.service) then now()
          else to_timestamp(0) end, 'catalog'
      from owned w
      where not exists (select 1 from insight_service_owners o
        where o.service = w.service and o.team = w.team and o.ends_at is null)
      returning service)
    select service from ended union select service from begun`);
  return rows.map(({ service }) => service);
}

/** The same for the teams of people. Out: the people whose history changed. */
export async function followMemberships(tx: Transaction): Promise<number[]> {
  const rows = await tx.execute<{ id: number }>(sql`
    with belongs as (
      select p.id as person_id, t.identifier as team from insight_people p
      join memberships m on m.user_id = p.user_id join teams t on t.id = m.team_id),
    ended as (
      update insight_memberships i set ends_at = now()
      where i.source = 'catalog' and i.ends_at is null
        and not exists (select 1 from belongs b where b.person_id = i.person_id and b.team = i.team)
      returning i.person_id),
    begun as (
      insert into insight_memberships (person_id, team, starts_at, source)
      select b.person_id, b.team,
        case when exists (select 1 from insight_memberships i where i.person_id = b.person_id) then now()
          else to_timestamp(0) end, 'catalog'
      from belongs b
      where not exists (select 1 from insight_memberships i
        where i.person_id = b.person_id and i.team = b.team and i.ends_at is null)
      returning person_id)
    select person_id::float8 as id from ended union select person_id::float8 from begun`);
  return rows.map(({ id }) => id);
}

/** Teams of the portal are known here too; each was taken on when it was made, unless somebody says otherwise. */
export async function followTeams(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    insert into insight_teams (team, onboarded_at) select identifier, created_at from teams
    on conflict (team) do nothing`);
}

/** People of the portal that are no people here yet, some of them. */
export async function usersApart(db: Executor): Promise<{ id: string; email: string }[]> {
  return [
    ...(await db.execute<{ id: string; email: string }>(sql`
      select u.id, u.email from users u
      where not exists (select 1 from insight_people p where p.user_id = u.id) order by u.id limit 500`)),
  ];
}

export async function nameUser(tx: Transaction, personId: number, userId: string): Promise<void> {
  await tx.execute(
    sql`update insight_people set user_id = ${userId} where id = ${personId} and user_id is null`,
  );
}

/** Finds the teams of all events of these services and people anew. Out: how many have another than before. */
export async function resettleTeams(
  tx: Transaction,
  services: readonly string[],
  people: readonly number[],
): Promise<number> {
  if (services.length === 0 && people.length === 0) return 0;
  const deployed = sql`coalesce(e.finished_at, e.started_at, e.reported_at)`;
  const merged = sql`coalesce(e.merged_at, e.opened_at, e.reported_at)`;
  const own = (person: SQL, at: SQL) =>
    sql`coalesce(${memberAt(person, at, ownerAt(sql`e.service`, at))}, ${ownerAt(sql`e.service`, at)})`;
  const ofService = among(sql`e.service`, services, sql`text`);
  const of = (person: SQL) => sql`(${ofService} or ${among(person, people, sql`bigint`)})`;
  const kinds: [table: SQL, team: SQL, touched: SQL][] = [
    [sql`insight_deployments`, ownerAt(sql`e.service`, deployed), ofService],
    [sql`insight_changes`, own(sql`e.author_id`, merged), of(sql`e.author_id`)],
    [sql`insight_incidents`, ownerAt(sql`e.service`, sql`e.started_at`), ofService],
    [
      sql`insight_tickets`,
      sql`coalesce(e.told_team, ${own(sql`e.opened_by_id`, sql`e.opened_at`)})`,
      of(sql`e.opened_by_id`),
    ],
    [sql`insight_findings`, ownerAt(sql`e.service`, sql`e.first_seen_at`), ofService],
  ];
  let changed = 0;
  for (const [table, team, touched] of kinds) {
    const rows = await tx.execute(sql`
      update ${table} t set team = n.team, updated_at = now()
      from (select e.id, ${team} as team from ${table} e where ${touched}) n
      where t.id = n.id and t.team is distinct from n.team returning 1`);
    changed += rows.length;
  }
  return changed;
}

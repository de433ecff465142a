import { sql, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { MaintenanceRecord, MembershipRecord, OwnerRecord, TimeEntryRecord } from "../core/records";

export interface Written {
  created: number;
  updated: number;
}

const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;

async function counted(tx: Transaction, statement: SQL): Promise<Written> {
  const rows = await tx.execute<{ created: boolean }>(statement);
  const created = rows.filter((row) => row.created).length;
  return { created, updated: rows.length - created };
}

export interface PersonRow {
  id: number;
  isNew: boolean;
  isDeveloper?: boolean | undefined;
  isBot?: boolean | undefined;
  fte?: number | undefined;
  hiredOn?: string | null | undefined;
  leftOn?: string | null | undefined;
}

/** Writes what is told of people; a field that is left out stays. Out: the ids of those of whom something is new. */
export async function savePeople(tx: Transaction, rows: readonly PersonRow[]): Promise<number[]> {
  const changed = await tx.execute<{ id: number }>(sql`
    with told as (
      select p.id, coalesce((r."isDeveloper")::boolean, p.is_developer) as is_developer,
        coalesce((r."isBot")::boolean, p.is_bot) as is_bot, coalesce(r.fte, p.fte) as fte,
        case when r.told ? 'hiredOn' then r."hiredOn" else p.hired_on end as hired_on,
        case when r.told ? 'leftOn' then r."leftOn" else p.left_on end as left_on
      from jsonb_to_recordset(${json(rows.map((row) => ({ ...row, told: row })))})
        as r(id bigint, "isDeveloper" boolean, "isBot" boolean, fte numeric, "hiredOn" date, "leftOn" date, told jsonb)
      join insight_people p on p.id = r.id)
    update insight_people p set is_developer = t.is_developer, is_bot = t.is_bot, fte = t.fte, hired_on = t.hired_on,
      left_on = t.left_on
    from told t where p.id = t.id and (p.is_developer, p.is_bot, p.fte, p.hired_on, p.left_on)
      is distinct from (t.is_developer, t.is_bot, t.fte, t.hired_on, t.left_on)
    returning p.id::float8 as id`);
  return changed.map(({ id }) => id);
}

/** Which of these people the portal has accounts of. */
export async function withAccounts(tx: Transaction, ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx.execute<{ id: number }>(sql`
    select id::float8 as id from insight_people where user_id is not null
      and id in (select value::bigint from jsonb_array_elements_text(${json(ids)}))`);
  return new Set(rows.map(({ id }) => id));
}

/** Two names turned out to be one person: everything of `gone` becomes `kept`'s. */
export async function joinPeople(tx: Transaction, kept: number, gone: number): Promise<void> {
  await tx.execute(sql`update insight_changes set author_id = ${kept} where author_id = ${gone}`);
  await tx.execute(sql`update insight_tickets set opened_by_id = ${kept} where opened_by_id = ${gone}`);
  await tx.execute(sql`update insight_memberships set person_id = ${kept} where person_id = ${gone}`);
  for (const [table, columns] of [
    ["insight_visits", sql`day`],
    ["insight_lookups", sql`day`],
    ["insight_tool_uses", sql`day, tool`],
  ] as const)
    await tx.execute(sql`
      insert into ${sql.identifier(table)} (person_id, ${columns})
      select ${kept}, ${columns} from ${sql.identifier(table)} where person_id = ${gone} on conflict do nothing`);
  await tx.execute(sql`update insight_person_keys set person_id = ${kept} where person_id = ${gone}`);
  await tx.execute(sql`delete from insight_people where id = ${gone}`);
}

/** The team above each that has one. Two calls at once would not see each other's, so one waits for the other. */
export async function lockParents(tx: Transaction): Promise<Map<string, string | null>> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('insights.teams'))`);
  const rows = await tx.execute<{ team: string; parent: string }>(
    sql`select team, parent from insight_teams where parent is not null`,
  );
  return new Map(rows.map(({ team, parent }) => [team, parent]));
}

/** Until the end of the transaction nobody else says who people are. */
export const lockPeople = (tx: Transaction) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('insights.people'))`);

/** Writes what is told of teams; a field that is left out stays. */
export const saveTeams = (
  tx: Transaction,
  rows: readonly {
    team: string;
    parent?: string | null | undefined;
    onboardedAt?: string | null | undefined;
  }[],
): Promise<Written> =>
  counted(
    tx,
    sql`with told as (
      select r.team, r.told ? 'parent' as has_parent, r.parent, r.told ? 'onboardedAt' as has_onboarded, r."onboardedAt"
      from jsonb_to_recordset(${json(rows.map((row) => ({ ...row, told: row })))})
        as r(team text, parent text, "onboardedAt" timestamptz, told jsonb)),
    changed as (
      update insight_teams t set parent = case when r.has_parent then r.parent else t.parent end,
        onboarded_at = case when r.has_onboarded then r."onboardedAt" else t.onboarded_at end
      from told r where r.team = t.team
        and ((r.has_parent and t.parent is distinct from r.parent)
          or (r.has_onboarded and t.onboarded_at is distinct from r."onboardedAt"))
      returning false as created),
    made as (
      insert into insight_teams (team, parent, onboarded_at) select r.team, r.parent, r."onboardedAt" from told r
      where not exists (select 1 from insight_teams t where t.team = r.team) order by 1
      returning true as created)
    select created from changed union all select created from made`,
  );

type Sourced<T> = T & { source: string };

/** Writes periods of membership by their names outside. */
export const saveMemberships = (
  tx: Transaction,
  rows: readonly Sourced<Omit<MembershipRecord, "person" | "source"> & { personId: number }>[],
): Promise<Written> =>
  counted(
    tx,
    sql`insert into insight_memberships as m (person_id, team, starts_at, ends_at, source, external_id)
    select r."personId", r.team, r."startsAt", r."endsAt", r.source, r."externalId"
    from jsonb_to_recordset(${json(rows)}) as r("personId" bigint, team text, "startsAt" timestamptz, "endsAt" timestamptz,
      source text, "externalId" text) order by r."externalId", r.source
    on conflict (external_id, source) do update set person_id = excluded.person_id, team = excluded.team,
      starts_at = excluded.starts_at, ends_at = excluded.ends_at
    where (m.person_id, m.team, m.starts_at, m.ends_at)
      is distinct from (excluded.person_id, excluded.team, excluded.starts_at, excluded.ends_at)
    returning (xmax = 0) as created`,
  );

/** The same for who owns services. */
export const saveOwners = (
  tx: Transaction,
  rows: readonly Sourced<Omit<OwnerRecord, "source">>[],
): Promise<Written> =>
  counted(
    tx,
    sql`insert into insight_service_owners as o (service, team, starts_at, ends_at, source, external_id)
    select r.service, r.team, r."startsAt", r."endsAt", r.source, r."externalId"
    from jsonb_to_recordset(${json(rows)}) as r(service text, team text, "startsAt" timestamptz, "endsAt" timestamptz,
      source text, "externalId" text) order by r."externalId", r.source
    on conflict (external_id, source) do update set service = excluded.service, team = excluded.team,
      starts_at = excluded.starts_at, ends_at = excluded.ends_at
    where (o.service, o.team, o.starts_at, o.ends_at)
      is distinct from (excluded.service, excluded.team, excluded.starts_at, excluded.ends_at)
    returning (xmax = 0) as created`,
  );

/** Of whom these names outside spoke until now: people, or services. */
export async function subjectsNamed(
  tx: Transaction,
  table: History,
  keys: readonly { source: string; externalId: string }[],
): Promise<string[]> {
  const of = table === "insight_memberships" ? sql`t.person_id::text` : sql`t.service`;
  const rows = await tx.execute<{ of: string }>(sql`
    select distinct ${of} as of from ${sql.identifier(table)} t
    join jsonb_to_recordset(${json(keys)}) as k(source text, "externalId" text)
      on t.external_id = k."externalId" and t.source = k.source`);
  return rows.map((row) => row.of);
}

type History = "insight_memberships" | "insight_service_owners";
const subjectOf = (table: History, row: SQL): SQL =>
  table === "insight_memberships" ? sql`${row}.person_id::text` : sql`${row}.service`;

/** When what is told of each subject ends; it goes on: infinity. */
const toldOf = (table: History, subjects: readonly string[]): SQL => sql`
  select ${subjectOf(table, sql`h`)} as of, max(coalesce(h.ends_at, 'infinity')) as last from ${sql.identifier(table)} h
  where h.source <> 'catalog' and ${subjectOf(table, sql`h`)} in (select jsonb_array_elements_text(${json(subjects)}))
  group by 1`;

/** Takes back what `yieldToTold` did, before a history is told anew. */
export async function assumeAgain(
  tx: Transaction,
  table: History,
  subjects: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update ${sql.identifier(table)} c set starts_at = to_timestamp(0) from (${toldOf(table, subjects)}) t
    where c.source = 'catalog' and t.of = ${subjectOf(table, sql`c`)} and c.starts_at = t.last`);
}

/**
 * What the catalog says was taken to have been so from the beginning, as nobody knew otherwise. Where a history is told, it
 * holds from the end of that alone; where that goes on, from now.
 */
export async function yieldToTold(
  tx: Transaction,
  table: History,
  subjects: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update ${sql.identifier(table)} c set starts_at = least(t.last, now(), c.ends_at) from (${toldOf(table, subjects)}) t
    where c.source = 'catalog' and t.of = ${subjectOf(table, sql`c`)} and c.starts_at = to_timestamp(0)`);
}

export const saveMaintenance = (
  tx: Transaction,
  rows: readonly Sourced<Omit<MaintenanceRecord, "source">>[],
): Promise<Written> =>
  counted(
    tx,
    sql`insert into insight_maintenance as m (component, starts_at, ends_at, reason, source, external_id)
    select r.component, r."startsAt", r."endsAt", r.reason, r.source, r."externalId"
    from jsonb_to_recordset(${json(rows)}) as r(component text, "startsAt" timestamptz, "endsAt" timestamptz, reason text,
      source text, "externalId" text) order by r."externalId", r.source
    on conflict (external_id, source) do update set component = excluded.component, starts_at = excluded.starts_at,
      ends_at = excluded.ends_at, reason = excluded.reason
    where (m.component, m.starts_at, m.ends_at, m.reason)
      is distinct from (excluded.component, excluded.starts_at, excluded.ends_at, excluded.reason)
    returning (xmax = 0) as created`,
  );

export const saveTimeEntries = (
  tx: Transaction,
  rows: readonly Sourced<Omit<TimeEntryRecord, "source">>[],
): Promise<Written> =>
  counted(
    tx,
    sql`insert into insight_time_entries as e (team, week, category, source, share, fte)
    select r.team, r.week, r.category, r.source, r.share, r.fte
    from jsonb_to_recordset(${json(rows)}) as r(team text, week date, category text, source text, share numeric, fte numeric)
    order by 1, 2, 3, 4
    on conflict (team, week, category, source) do update set share = excluded.share, fte = coalesce(excluded.fte, e.fte)
    where e.share <> round(excluded.share, 6)
      or (excluded.fte is not null and e.fte is distinct from round(excluded.fte, 3))
    returning (xmax = 0) as created`,
  );

export const saveToolUses = (
  tx: Transaction,
  rows: readonly { personId: number; tool: string; day: string }[],
): Promise<Written> =>
  counted(
    tx,
    sql`insert into insight_tool_uses (day, tool, person_id)
    select r.day, r.tool, r."personId" from jsonb_to_recordset(${json(rows)}) as r(day date, tool text, "personId" bigint)
    order by 1, 2, 3 on conflict do nothing returning true as created`,
  );

import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import type { Period } from "../core/history";

/**
 * Which services the catalog knows by these names: its own, those that somebody said are the same, and names of repositories
 * that one service alone has in its property `repository`.
 */
export async function servicesNamed(
  db: Executor,
  blueprint: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await db.execute<{ name: string; service: string }>(sql`
    with names as (select value as name from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb)),
      found as (select n.name, coalesce(a.service, n.name) as service
        from names n left join insight_service_names a on a.name = n.name)
    select f.name, f.service from found f
    join entities e on e.identifier = f.service
    join blueprints b on b.id = e.blueprint_id and b.identifier = ${blueprint}`);
  const known = new Map(rows.map(({ name, service }) => [name, service]));
  const repositories = names.filter((name) => name.includes("/") && !known.has(name));
  if (repositories.length === 0) return known;
  const more = await db.execute<{ name: string; service: string }>(sql`
    select repository as name, min(identifier) as service from (
      select e.identifier, lower(regexp_replace(regexp_replace(e.properties ->> 'repository',
        '^(https?://[^/]+/|ssh://[^/]+/|[^/@]+@[^:/]+:)', ''), '(\.git)?/?$', '')) as repository
      from entities e join blueprints b on b.id = e.blueprint_id and b.identifier = ${blueprint}
      where e.properties ? 'repository') r
    where repository in (select lower(value) from jsonb_array_elements_text(${JSON.stringify(repositories)}::jsonb))
    group by repository having count(*) = 1`);
  const byRepository = new Map(more.map(({ name, service }) => [name, service]));
  for (const name of repositories) {
    const service = byRepository.get(name.toLowerCase());
    if (service !== undefined) known.set(name, service);
  }
  return known;
}

type PeriodRow = { of: string; team: string; startsAt: string; endsAt: string | null; told: boolean };

function periodsBy(rows: Iterable<PeriodRow>): Map<string, Period[]> {
  const all = new Map<string, Period[]>();
  for (const { of, team, startsAt, endsAt, told } of rows) {
    const period = {
      team,
      startsAt: new Date(startsAt),
      endsAt: endsAt === null ? null : new Date(endsAt),
      told,
    };
    all.set(of, [...(all.get(of) ?? []), period]);
  }
  return all;
}

/** Who owned these services, and when. */
export async function ownersOf(db: Executor, services: readonly string[]): Promise<Map<string, Period[]>> {
  if (services.length === 0) return new Map();
  return periodsBy(
    await db.execute<PeriodRow>(sql`
      select service as of, team, starts_at as "startsAt", ends_at as "endsAt", source <> 'catalog' as told
      from insight_service_owners
      where service in (select jsonb_array_elements_text(${JSON.stringify(services)}::jsonb))`),
  );
}

/** To which teams these people belonged, and when, by the person's id as text. */
export async function membershipsOf(db: Executor, people: readonly number[]): Promise<Map<string, Period[]>> {
  if (people.length === 0) return new Map();
  return periodsBy(
    await db.execute<PeriodRow>(sql`
      select person_id::text as of, team, starts_at as "startsAt", ends_at as "endsAt", source <> 'catalog' as told
      from insight_memberships
      where person_id in (select jsonb_array_elements_text(${JSON.stringify(people)}::jsonb)::bigint)`),
  );
}

export interface PersonKey {
  hash: string;
  sealed: Buffer;
  isBot: boolean;
}

/** The people of these keys, by hash, as far as they are known. */
export async function findPeople(db: Executor, hashes: readonly string[]): Promise<Map<string, number>> {
  if (hashes.length === 0) return new Map();
  const rows = await db.execute<{ hash: string; id: number }>(sql`
    select hash, person_id::float8 as id from insight_person_keys
    where hash in (select jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb))`);
  return new Map(rows.map(({ hash, id }) => [hash, id]));
}

/** The people of these keys, by hash; those that nobody has seen yet become people of whom nothing else is known. */
export async function peopleWith(tx: Transaction, keys: readonly PersonKey[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const hashes = keys.map(({ hash }) => hash);
  const known = await findPeople(tx, hashes);
  const missing = keys
    .filter(({ hash }) => !known.has(hash))
    .map(({ hash, sealed, isBot }) => ({ hash, sealed: sealed.toString("hex"), isBot }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  if (missing.length === 0) return known;
  await tx.execute(sql`
    with given as (
      select hash, sealed, "isBot", nextval('insight_people_id_seq') as id
      from jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) as r(hash text, sealed text, "isBot" boolean)),
    people as (
      insert into insight_people (id, is_bot, is_developer) select id, "isBot", not "isBot" from given),
    keys as (
      insert into insight_person_keys (hash, person_id, sealed)
      select hash, id, decode(sealed, 'hex') from given order by hash
      on conflict (hash) do nothing returning person_id)
    select 1`);
  // Who lost the race for a key leaves a person without any, who can go.
  const all = await findPeople(tx, hashes);
  await tx.execute(sql`
    delete from insight_people p where p.created_at = now() and p.user_id is null
      and not exists (select 1 from insight_person_keys k where k.person_id = p.id)`);
  return all;
}

/** Those of the names that no team has: of the portal, as it was told, or in a history. */
export async function teamsMissing(db: Executor, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await db.execute<{ name: string }>(sql`
    select distinct n as name from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) n
    where not exists (select from teams where identifier = n) and not exists (select from insight_teams where team = n)
      and not exists (select from insight_memberships where team = n)
      and not exists (select from insight_service_owners where team = n)`);
  return new Set(rows.map(({ name }) => name));
}

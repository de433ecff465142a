import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

const texts = (values: readonly string[]) =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

export interface NamedChange extends Record<string, unknown> {
  entityId: string;
  revision: number;
  blueprint: string;
  identifier: string;
  kind: "CREATE" | "UPDATE" | "DELETE";
  runId: string | null;
}

/** What changes are about, as far as they are of these blueprints. */
export const namedChanges = (
  db: Executor,
  changes: readonly { entityId: string; revision: number }[],
  blueprints: readonly string[],
): Promise<NamedChange[]> =>
  db.execute<NamedChange>(sql`
    select r.entity_id as "entityId", r.revision, r.blueprint, r.identifier, r.run_id as "runId",
      case when r.snapshot is null then 'DELETE' when r.revision = 1 then 'CREATE' else 'UPDATE' end as kind
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c("entityId" uuid, revision int)
    join entity_revisions r on r.entity_id = c."entityId" and r.revision = c.revision
    where r.blueprint in ${texts(blueprints)}
    order by r.entity_id, r.revision`);

export interface NamedRecomputation extends Record<string, unknown> {
  recomputation: number;
  entityId: string;
  blueprint: string;
  identifier: string;
}

/** The same of recomputations, of entities that are still there. */
export const namedRecomputations = (
  db: Executor,
  ids: readonly number[],
  blueprints: readonly string[],
): Promise<NamedRecomputation[]> =>
  db.execute<NamedRecomputation>(sql`
    select c.id::int as recomputation, e.id as "entityId", b.identifier as blueprint, e.identifier
    from entity_recomputations c join entities e on e.id = c.entity_id join blueprints b on b.id = e.blueprint_id
    where c.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      and b.identifier in ${texts(blueprints)}
    order by c.id`);

export interface RecomputedValues extends Record<string, unknown> {
  id: number;
  at: string;
  cause: string;
  values: Record<string, unknown>;
}

const recomputed = sql`select id::int, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, cause, "values"
  from entity_recomputations`;

/** What was computed anew of an entity from one moment up to another, in order. */
export const recomputationsBetween = (
  db: Executor,
  entityId: string,
  from: Date,
  to: Date,
): Promise<RecomputedValues[]> =>
  db.execute<RecomputedValues>(sql`
    ${recomputed} where entity_id = ${entityId}::uuid and at >= ${from.toISOString()}::timestamptz
      and at <= ${to.toISOString()}::timestamptz order by id`);

/** What was computed anew of an entity since a moment, up to and with one entry, in order. */
export const recomputationsUpTo = (
  db: Executor,
  entityId: string,
  from: Date,
  id: number,
): Promise<RecomputedValues[]> =>
  db.execute<RecomputedValues>(sql`
    ${recomputed} where entity_id = ${entityId}::uuid and at >= ${from.toISOString()}::timestamptz
      and id <= ${id}::bigint order by id`);

export async function recomputationEntry(
  db: Executor,
  id: number,
): Promise<{ entityId: string; at: Date } | null> {
  const [row] = await db.execute<{ entityId: string; at: string }>(sql`
    select entity_id as "entityId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from entity_recomputations where id = ${id}::bigint`);
  return row ? { entityId: row.entityId, at: new Date(row.at) } : null;
}

/** The newest revision of an entity that is not younger than a moment. */
export async function revisionBefore(
  db: Executor,
  entityId: string,
  at: Date,
): Promise<{
  blueprint: string;
  identifier: string;
  snapshot: Record<string, unknown> | null;
  at: Date;
} | null> {
  const [row] = await db.execute<{
    blueprint: string;
    identifier: string;
    snapshot: Record<string, unknown> | null;
    at: string;
  }>(sql`
    select blueprint, identifier, snapshot, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from entity_revisions where entity_id = ${entityId}::uuid and at <= ${at.toISOString()}::timestamptz
    order by revision desc limit 1`);
  return row ? { ...row, at: new Date(row.at) } : null;
}

export interface RecentChange extends Record<string, unknown> {
  entityId: string;
  revision: number;
  identifier: string;
  title: string | null;
  at: string;
}

/** Changes of a blueprint's entities, the newest first: the last one of each, or of those that are gone, how they went. */
export const recentChanges = (
  db: Executor,
  blueprint: string,
  deleted: boolean,
  limit: number,
): Promise<RecentChange[]> =>
  deleted
    ? db.execute<RecentChange>(sql`
        select entity_id as "entityId", revision, identifier, null as title,
          to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
        from entity_revisions r where blueprint = ${blueprint} and snapshot is null order by r.at desc limit ${limit}`)
    : db.execute<RecentChange>(sql`
        select e.id as "entityId", e.revision, e.identifier, e.title,
          to_char(e.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
        from entities e where e.blueprint_id = (select id from blueprints where identifier = ${blueprint})
        order by e.updated_at desc limit ${limit}`);

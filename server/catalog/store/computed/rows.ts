import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

const idList = (ids: string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

export interface StoredEntity extends Record<string, unknown> {
  id: string;
  identifier: string;
  title: string | null;
  icon: string | null;
  team: string[];
  properties: Record<string, unknown>;
  faults: Record<string, string> | null;
  revision: number;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
}

/** Entities as computing needs them; those that are gone are left out. */
export async function storedEntities(db: Executor, ids: string[]): Promise<StoredEntity[]> {
  return db.execute<StoredEntity>(sql`
    select id, identifier, title, icon, to_json(team) as team, properties, faults, revision,
      to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", created_by as "createdBy",
      to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt", updated_by as "updatedBy"
    from entities where id in ${idList(ids)}`);
}

/** What entities relate to, in order, by entity and relation. */
export async function relationTargets(
  db: Executor,
  ids: string[],
): Promise<Map<string, Record<string, { id: string; identifier: string }[]>>> {
  const rows = await db.execute<{ fromId: string; relation: string; id: string; identifier: string }>(sql`
    select r.from_id as "fromId", r.relation, e.id, e.identifier
    from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as given(id)
    cross join lateral (select * from entity_relations where from_id = given.id::uuid offset 0) r
    cross join lateral (select id, identifier from entities where id = r.to_id offset 0) e
    order by r.from_id, r.relation, r.position, e.id`);
  const all = new Map<string, Record<string, { id: string; identifier: string }[]>>();
  for (const { fromId, relation, id, identifier } of rows) {
    const of = all.get(fromId) ?? {};
    (of[relation] ??= []).push({ id, identifier });
    all.set(fromId, of);
  }
  return all;
}

/** Ids of a blueprint's entities after one, in order. */
export async function entityIdsAfter(
  db: Executor,
  blueprintId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from entities where blueprint_id = ${blueprintId}::uuid and id > ${after}::uuid order by id limit ${limit}`);
  return rows.map((row) => row.id);
}

export interface ComputedRow {
  id: string;
  revision: number;
  properties: Record<string, unknown>;
  faults: Record<string, string> | null;
  team: string[];
}

/**
 * Stores computed values where the entity still is what they were computed from. Out: the ids that were stored. Who writes
 * an entity in this moment is not waited for, so that a writer of many and this never wait for each other.
 */
export async function storeComputed(tx: Transaction, rows: ComputedRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, revision int, properties jsonb, faults jsonb, team jsonb)`;
  const stored = await tx.execute<{ id: string }>(sql`
    with given as materialized (select * from ${given}),
    held as materialized (
      select e.id from entities e join given v on v.id = e.id and v.revision = e.revision
      order by e.id for no key update of e skip locked
    )
    update entities e set properties = v.properties, faults = nullif(v.faults, 'null'::jsonb),
      team = array(select jsonb_array_elements_text(v.team))
    from given v join held on held.id = v.id
    where e.id = v.id returning e.id`);
  return new Set(stored.map((row) => row.id));
}

/** Notes which values came to be, and why. Out: the numbers of the entries. */
export async function insertRecomputations(
  tx: Transaction,
  rows: { entityId: string; values: Record<string, unknown>; cause: string }[],
): Promise<number[]> {
  if (rows.length === 0) return [];
  const given = rows.map(({ entityId, values, cause }) => ({ entity_id: entityId, values, cause }));
  const made = await tx.execute<{ id: number }>(sql`
    insert into entity_recomputations (entity_id, values, cause)
    select v.entity_id, v.values, v.cause
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as v(entity_id uuid, values jsonb, cause text)
    returning id::int`);
  return made.map((row) => row.id);
}

/** Names of entities with their blueprint's identifier, by id. */
export async function namesOf(
  db: Executor,
  ids: string[],
): Promise<{ id: string; identifier: string; blueprintId: string }[]> {
  return db.execute<{ id: string; identifier: string; blueprintId: string }>(sql`
    select id, identifier, blueprint_id as "blueprintId" from entities where id in ${idList(ids)}`);
}

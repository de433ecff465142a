import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { entityMarks } from "@/db/schema/catalog";
import { DETACHED, SWEEP, type Mark } from "../../core/computed/marks";

/** Before every entity, in the order of ids. */
export const NO_ENTITY = "00000000-0000-0000-0000-000000000000";

export async function insertMarks(tx: Transaction, marks: Mark[]): Promise<void> {
  if (marks.length === 0) return;
  await tx.execute(sql`
    insert into ${entityMarks} (entity_id, blueprint_id, keys, relations)
    select m.entity_id, m.blueprint_id, array(select jsonb_array_elements_text(m.keys)), m.relations
    from jsonb_to_recordset(${JSON.stringify(
      marks.map((m) => ({
        entity_id: m.entityId,
        blueprint_id: m.blueprintId,
        keys: m.keys,
        relations: m.relations,
      })),
    )}::jsonb) as m(entity_id uuid, blueprint_id uuid, keys jsonb, relations boolean)`);
}

const idList = (ids: string[]) =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** Marks entities that others related to and do not any more. */
export async function markDetached(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    insert into entity_marks (entity_id, blueprint_id, keys, relations)
    select id, blueprint_id, array[${DETACHED}::text], false from entities where id in ${idList(ids)}`);
}

/** Marks what relates to these entities and what they relate to, as it is before they go. */
export async function markNeighbours(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  // Whoever is making a relation to one of them holds its row: what they do is then seen below.
  await tx.execute(sql`select id from entities where id in ${idList(ids)} order by id for update`);
  await tx.execute(sql`
    insert into entity_marks (entity_id, blueprint_id, keys, relations)
    select e.id, e.blueprint_id, '{}', true from entities e
    where e.id in (select from_id from entity_relations where to_id in ${idList(ids)}) and e.id not in ${idList(ids)}
    union all
    select e.id, e.blueprint_id, array[${DETACHED}::text], false from entities e
    where e.id in (select to_id from entity_relations where from_id in ${idList(ids)}) and e.id not in ${idList(ids)}`);
}

/**
 * Has all entities of a blueprint computed anew; of the keys alone, where they are given. `changed`: their own values may be
 * others too, so what depends on them is computed anew as well.
 */
export async function markBlueprint(
  tx: Transaction,
  blueprintId: string,
  { keys = [], changed = false }: { keys?: string[]; changed?: boolean } = {},
): Promise<void> {
  await insertMarks(tx, [{ entityId: NO_ENTITY, blueprintId, keys: [SWEEP, ...keys], relations: changed }]);
}

/** Takes the oldest marks: they are gone when the transaction commits. */
export async function takeMarks(tx: Transaction, limit: number): Promise<Mark[]> {
  return tx.execute<Mark & Record<string, unknown>>(sql`
    with taken as (delete from entity_marks where id in (select id from entity_marks order by id limit ${limit}) returning *)
    select entity_id as "entityId", blueprint_id as "blueprintId", to_json(keys) as keys, relations from taken order by id`);
}

export async function hasMarks(db: Executor): Promise<boolean> {
  const [row] = await db.execute<{ found: boolean }>(
    sql`select exists (select 1 from entity_marks) as found`,
  );
  return row?.found === true;
}

/** Whether all entities of a blueprint are being computed anew already. */
export async function isSwept(db: Executor, blueprintId: string): Promise<boolean> {
  const [row] = await db.execute<{ found: boolean }>(sql`
    select exists (select 1 from entity_marks where blueprint_id = ${blueprintId}::uuid and keys[1] = ${SWEEP}) as found`);
  return row?.found === true;
}

const DRAINER_LOCK = 727464;

/** Whether this transaction, and no other until it ends, may recompute. */
export async function lockMarks(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(${DRAINER_LOCK}) as locked`,
  );
  return row?.locked === true;
}

import { and, count, eq, gt, sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { entities, entityRelations, entityRevisions, entityTimers } from "@/db/schema/catalog";
import { now } from "@/server/kernel/clock";
import type { BlueprintDefinition } from "../schema";

/** Statements over all entities of a blueprint at once, for changes of the blueprint itself. */

const texts = (values: string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

export interface StoredValues {
  id: string;
  identifier: string;
  title: string | null;
  properties: Record<string, unknown>;
  /** Those of the asked relations that lead anywhere. */
  relations: string[];
}

const BATCH = 2000;

/** All entities of a blueprint with the values of some keys, in batches, so that no number of them fills the memory. */
export async function* valueBatches(
  db: Executor,
  blueprintId: string,
  keys: { properties: string[]; relations: string[] },
): AsyncGenerator<StoredValues[]> {
  let after: string | null = null;
  for (;;) {
    const rows: StoredValues[] = await db
      .select({
        id: entities.id,
        identifier: entities.identifier,
        title: entities.title,
        properties: sql<Record<string, unknown>>`coalesce((select jsonb_object_agg(p.key, p.value)
          from jsonb_each(entities.properties) p where p.key = any(${texts(keys.properties)})), '{}')`,
        relations: sql<string[]>`array(select distinct r.relation from entity_relations r
          where r.from_id = entities.id and r.relation = any(${texts(keys.relations)}))`,
      })
      .from(entities)
      .where(and(eq(entities.blueprintId, blueprintId), after ? gt(entities.id, after) : undefined))
      .orderBy(entities.id)
      .limit(BATCH);
    if (rows.length) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.id;
  }
}

export async function countOf(db: Executor, blueprintId: string): Promise<number> {
  const [row] = await db.select({ n: count() }).from(entities).where(eq(entities.blueprintId, blueprintId));
  return row?.n ?? 0;
}

/** The entity as history keeps it, by a definition that its values follow. */
function snapshot(definition: BlueprintDefinition): SQL {
  const relations = Object.entries(definition.relations ?? {}).map(([relation, { many }]) => ({
    relation,
    many: many === true,
  }));
  const instant = (column: SQL) =>
    sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return sql`jsonb_build_object(
    'identifier', e.identifier, 'title', e.title, 'icon', e.icon, 'blueprint', ${definition.identifier}::text,
    'team', to_jsonb(e.team),
    'properties', coalesce((select jsonb_object_agg(p.key, p.value) from jsonb_each(e.properties) p
      where p.key = any(${texts(Object.keys(definition.schema.properties))})), '{}'),
    'relations', coalesce((select jsonb_object_agg(k.relation,
        case when k.many then coalesce(t.list, '[]') else coalesce(t.list -> 0, 'null') end)
      from jsonb_to_recordset(${JSON.stringify(relations)}::jsonb) as k(relation text, many boolean)
      left join lateral (select jsonb_agg(other.identifier order by r.position) as list
        from entity_relations r join entities other on other.id = r.to_id
        where r.from_id = e.id and r.relation = k.relation) t on true), '{}'),
    'createdAt', ${instant(sql`e.created_at`)}, 'createdBy', e.created_by,
    'updatedAt', ${instant(sql`e.updated_at`)}, 'updatedBy', e.updated_by)`;
}

/**
 * Writes the history's entry of each entity whose present revision has none: before values go, so that none is lost that
 * came in by another way, and after they went.
 */
export async function recordRevisions(
  tx: Transaction,
  blueprintId: string,
  definition: BlueprintDefinition,
  by: string,
): Promise<void> {
  await tx.execute(sql`
    insert into ${entityRevisions} (entity_id, blueprint, identifier, revision, snapshot, by)
    select e.id, ${definition.identifier}, e.identifier, e.revision, ${snapshot(definition)}, ${by}
    from entities e
    where e.blueprint_id = ${blueprintId} and not exists (
      select 1 from entity_revisions r where r.entity_id = e.id and r.revision = e.revision)`);
}

/** Takes values of properties and relations from the entities that have any of them; each gets a new revision. Out: how many. */
export async function dropValues(
  tx: Transaction,
  blueprintId: string,
  removed: { properties: string[]; relations: string[] },
  by: string,
): Promise<number> {
  const [properties, relations] = [texts(removed.properties), texts(removed.relations)];
  const changed = await tx
    .update(entities)
    .set({
      properties: sql`${entities.properties} - ${properties}`,
      revision: sql`${entities.revision} + 1`,
      updatedAt: now,
      updatedBy: by,
    })
    .where(
      and(
        eq(entities.blueprintId, blueprintId),
        sql`(jsonb_exists_any(${entities.properties}, ${properties}) or exists (
          select 1 from entity_relations r where r.from_id = entities.id and r.relation = any(${relations})))`,
      ),
    );
  if (removed.relations.length)
    await tx
      .delete(entityRelations)
      .where(
        and(
          sql`${entityRelations.relation} = any(${relations})`,
          sql`${entityRelations.fromId} in (select id from entities where blueprint_id = ${blueprintId})`,
        ),
      );
  return (changed as unknown as { count: number }).count;
}

/** Takes computed values away, which no history keeps: whoever needs them computes them anew. */
export async function dropComputed(tx: Transaction, blueprintId: string, keys: string[]): Promise<void> {
  await tx
    .update(entities)
    .set({
      properties: sql`${entities.properties} - ${texts(keys)}`,
      faults: sql`${entities.faults} - ${texts(keys)}`,
    })
    .where(
      and(
        eq(entities.blueprintId, blueprintId),
        sql`(jsonb_exists_any(${entities.properties}, ${texts(keys)}) or jsonb_exists_any(${entities.faults}, ${texts(keys)}))`,
      ),
    );
}

/** Sets some values of some entities and takes others away; each gets a new revision. */
export async function rewriteValues(
  tx: Transaction,
  rewritten: { id: string; set: Record<string, unknown>; drop: string[] }[],
  by: string,
): Promise<void> {
  if (rewritten.length === 0) return;
  await tx.execute(sql`
    update ${entities} set properties = (entities.properties - array(select jsonb_array_elements_text(w.drop))) || w.set,
      revision = entities.revision + 1, updated_at = ${now}, updated_by = ${by}
    from jsonb_to_recordset(${JSON.stringify(rewritten)}::jsonb) as w(id uuid, set jsonb, drop jsonb)
    where entities.id = w.id`);
}

/** Moves a value of every entity to another key: the same value under another name, so no new revision. */
export async function moveValues(
  tx: Transaction,
  blueprintId: string,
  from: string,
  to: string,
): Promise<void> {
  await tx
    .update(entities)
    .set({
      properties: sql`(${entities.properties} - ${from}::text) || jsonb_build_object(${to}::text, ${entities.properties} -> ${from}::text)`,
    })
    .where(and(eq(entities.blueprintId, blueprintId), sql`jsonb_exists(${entities.properties}, ${from})`));
  await tx
    .update(entities)
    .set({
      faults: sql`(${entities.faults} - ${from}::text) || jsonb_build_object(${to}::text, ${entities.faults} -> ${from}::text)`,
    })
    .where(and(eq(entities.blueprintId, blueprintId), sql`jsonb_exists(${entities.faults}, ${from})`));
  await tx.execute(sql`
    update ${entityTimers} set key = ${to}
    where key = ${from} and entity_id in (select id from entities where blueprint_id = ${blueprintId})`);
}

/** Gives a relation of every entity another name. */
export async function moveRelations(
  tx: Transaction,
  blueprintId: string,
  from: string,
  to: string,
): Promise<void> {
  await tx
    .update(entityRelations)
    .set({ relation: to })
    .where(
      and(
        eq(entityRelations.relation, from),
        sql`${entityRelations.fromId} in (select id from entities where blueprint_id = ${blueprintId})`,
      ),
    );
}

/** Which of these identifiers entities of a blueprint have. */
export async function identifiersAmong(
  db: Executor,
  blueprint: string,
  identifiers: string[],
): Promise<Set<string>> {
  const rows = await db.execute<{ identifier: string }>(sql`
    select e.identifier from entities e join blueprints b on b.id = e.blueprint_id
    where b.identifier = ${blueprint} and e.identifier = any(${texts(identifiers)})`);
  return new Set(rows.map((row) => row.identifier));
}

import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { blueprints, entities, entityRelations } from "@/db/schema/catalog";
import { isStorable } from "./blueprints";

/**
 * Texts as one parameter, as an array. The array is made before the rows are looked for, so that an index gives them; with
 * `in (select …)` the planner takes the list for long and may read the whole table.
 */
const textsOf = (texts: readonly string[]) =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`;
const idsOf = (ids: readonly string[]) => sql`${textsOf(ids)}::uuid[]`;

export type EntityRow = typeof entities.$inferSelect;
/** `no key update` for a change, `update` for a deletion: both keep other writers out until the end of the transaction. */
export async function entityBy(
  db: Executor,
  blueprintId: string,
  identifier: string,
  lock?: "no key update" | "update",
): Promise<EntityRow | null> {
  if (!isStorable(identifier)) return null;
  const query = db
    .select()
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), eq(entities.identifier, identifier)));
  const [row] = await (lock ? query.for(lock) : query);
  return row ?? null;
}

/** Entities of a blueprint by identifier, kept from other writers until the end of the transaction. */
export async function holdEntities(
  tx: Transaction,
  blueprintId: string,
  identifiers: readonly string[],
  lock: "no key update" | "update",
): Promise<Map<string, EntityRow>> {
  const wanted = [...new Set(identifiers)].filter(isStorable).sort();
  if (wanted.length === 0) return new Map();
  const rows = await tx.execute<
    Omit<EntityRow, "createdAt" | "updatedAt"> & { createdAt: string; updatedAt: string }
  >(sql`
    select e.id, e.blueprint_id as "blueprintId", e.identifier, e.title, e.icon, to_json(e.team) as team, e.properties, e.faults,
      e.revision, e.run_id as "runId", e.created_at as "createdAt", e.created_by as "createdBy", e.updated_at as "updatedAt",
      e.updated_by as "updatedBy"
    from jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb) as x(identifier)
    cross join lateral (
      select * from entities where blueprint_id = ${blueprintId}::uuid and identifier = x.identifier ${LOCKS[lock]}
    ) e`);
  return new Map(
    rows.map((row) => [
      row.identifier,
      { ...row, createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) },
    ]),
  );
}

/** For each of these names one look into the index, in their order, so that nobody waits for another crosswise. */
const LOCKS = {
  "no key update": sql`for no key update`,
  update: sql`for update`,
} as const;

/** Their relations in both directions go with them. */
export async function removeEntities(tx: Transaction, ids: string[]): Promise<void> {
  await tx.delete(entities).where(sql`${entities.id} = any(${idsOf(ids)})`);
}

/** An entity at the other end of a relation. */
export interface Target {
  id: string;
  identifier: string;
}

/**
 * Entities by id of their blueprint and identifier, kept from being deleted until the end of the transaction; each with whether a
 * condition on `entities` holds.
 */
export async function holdTargets(
  tx: Transaction,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  condition: SQL,
): Promise<Map<string, Map<string, { id: string; holds: boolean }>>> {
  const found = new Map(
    [...wanted.keys()].map((blueprintId) => [blueprintId, new Map<string, { id: string; holds: boolean }>()]),
  );
  const pairs = [...wanted].flatMap(([blueprintId, identifiers]) =>
    [...identifiers].sort().map((identifier) => ({ blueprintId, identifier })),
  );
  if (pairs.length === 0) return found;
  const rows = await tx.execute<{ id: string; blueprintId: string; identifier: string; holds: boolean }>(sql`
    select e.id, x."blueprintId", x.identifier, e.holds
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as x("blueprintId" uuid, identifier text)
    cross join lateral (
      select entities.id, (${condition}) as holds from entities
      where entities.blueprint_id = x."blueprintId" and entities.identifier = x.identifier for key share
    ) e`);
  for (const { id, blueprintId, identifier, holds } of rows)
    found.get(blueprintId)?.set(identifier, { id, holds });
  return found;
}

/** What entities relate to, by entity and relation, in order. */
export async function relatedTo(
  db: Executor,
  ids: readonly string[],
): Promise<Map<string, Record<string, Target[]>>> {
  const all = new Map<string, Record<string, Target[]>>();
  if (ids.length === 0) return all;
  const rows = await db.execute<{ id: string; identifier: string; fromId: string; relation: string }>(sql`
    select r.from_id as "fromId", r.relation, e.id, e.identifier
    from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as given(id)
    cross join lateral (select * from entity_relations where from_id = given.id::uuid offset 0) r
    cross join lateral (select id, identifier from entities where id = r.to_id offset 0) e
    order by r.from_id, r.relation, r.position`);
  for (const { fromId, relation, id, identifier } of rows) {
    const of = all.get(fromId) ?? {};
    (of[relation] ??= []).push({ id, identifier });
    all.set(fromId, of);
  }
  return all;
}

/** Identifiers of the targets by entity and relation, in order; with a condition on `entities`, of those for which it holds. */
export async function targetsOf(
  db: Executor,
  ids: string[],
  condition?: SQL,
): Promise<Map<string, Record<string, string[]>>> {
  const all = new Map<string, Record<string, string[]>>();
  if (ids.length === 0) return all;
  const rows = await db
    .select({
      fromId: entityRelations.fromId,
      relation: entityRelations.relation,
      identifier: entities.identifier,
    })
    .from(entityRelations)
    .innerJoin(entities, eq(entityRelations.toId, entities.id))
    .where(and(sql`${entityRelations.fromId} = any(${idsOf(ids)})`, condition))
    .orderBy(entityRelations.fromId, entityRelations.relation, entityRelations.position);
  for (const { fromId, relation, identifier } of rows) {
    const of = all.get(fromId) ?? {};
    (of[relation] ??= []).push(identifier);
    all.set(fromId, of);
  }
  return all;
}

export interface Dependent {
  entity: EntityRow;
  blueprint: string;
  relation: string;
  /** Which of these it relates to. */
  toId: string;
  required: boolean;
}

/** Entities with a relation to one of these, kept from changing until the end of the transaction. */
export async function holdDependents(tx: Transaction, ids: string[]): Promise<Dependent[]> {
  const rows = await tx
    .select({
      entity: entities,
      blueprint: blueprints.identifier,
      definition: blueprints.definition,
      relation: entityRelations.relation,
      toId: entityRelations.toId,
    })
    .from(entityRelations)
    .innerJoin(entities, eq(entityRelations.fromId, entities.id))
    .innerJoin(blueprints, eq(entities.blueprintId, blueprints.id))
    .where(sql`${entityRelations.toId} = any(${idsOf(ids)})`)
    .orderBy(entities.id)
    .for("update", { of: entities });
  return rows.map(({ definition, ...row }) => ({
    ...row,
    required: definition.relations?.[row.relation]?.required === true,
  }));
}

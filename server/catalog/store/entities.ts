import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { blueprints, entities, entityRelations } from "@/db/schema/catalog";
import { isStorable } from "./blueprints";

/** Texts as one parameter, as a query that gives them. */
const textsOf = (texts: readonly string[]) =>
  sql`select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb)`;

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
  const wanted = identifiers.filter(isStorable);
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), sql`${entities.identifier} in (${textsOf(wanted)})`))
    .orderBy(entities.identifier)
    .for(lock);
  return new Map(rows.map((row) => [row.identifier, row]));
}

/** Their relations in both directions go with them. */
export async function removeEntities(tx: Transaction, ids: string[]): Promise<void> {
  await tx.delete(entities).where(sql`${entities.id} in (select x::uuid from (${textsOf(ids)}) as ids(x))`);
}

/** An entity at the other end of a relation. */
export interface Target {
  id: string;
  identifier: string;
}

/**
 * Entities by blueprint and identifier, kept from being deleted until the end of the transaction; each with whether a
 * condition on `entities` holds.
 */
export async function holdTargets(
  tx: Transaction,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  condition: SQL,
): Promise<Map<string, Map<string, { id: string; holds: boolean }>>> {
  const pairs = [...wanted].flatMap(([blueprint, identifiers]) =>
    [...identifiers].map((identifier) => ({ blueprint, identifier })),
  );
  const found = new Map(
    [...wanted.keys()].map((blueprint) => [blueprint, new Map<string, { id: string; holds: boolean }>()]),
  );
  if (pairs.length === 0) return found;
  const rows = await tx.execute<{ id: string; blueprint: string; identifier: string; holds: boolean }>(sql`
    select entities.id, r.blueprint, entities.identifier, (${condition}) as holds
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r(blueprint text, identifier text)
    join blueprints b on b.identifier = r.blueprint
    join entities on entities.blueprint_id = b.id and entities.identifier = r.identifier
    order by entities.blueprint_id, entities.identifier
    for key share of entities`);
  for (const { id, blueprint, identifier, holds } of rows)
    found.get(blueprint)?.set(identifier, { id, holds });
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
    from entity_relations r join entities e on e.id = r.to_id
    where r.from_id in (select x::uuid from (${textsOf(ids)}) as ids(x))
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
    .where(
      and(sql`${entityRelations.fromId} in (select x::uuid from (${textsOf(ids)}) as ids(x))`, condition),
    )
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
    .where(sql`${entityRelations.toId} in (select x::uuid from (${textsOf(ids)}) as ids(x))`)
    .orderBy(entities.id)
    .for("update", { of: entities });
  return rows.map(({ definition, ...row }) => ({
    ...row,
    required: definition.relations?.[row.relation]?.required === true,
  }));
}

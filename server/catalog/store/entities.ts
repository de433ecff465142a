import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { blueprints, entities, entityRelations, entityRevisions } from "@/db/schema/catalog";
import { now } from "@/server/kernel/clock";
import { isStorable } from "./blueprints";

export type EntityRow = typeof entities.$inferSelect;
export type NewEntity = Pick<
  EntityRow,
  "blueprintId" | "identifier" | "title" | "icon" | "team" | "properties" | "runId"
>;

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

/** Null when the identifier is taken. */
export async function insertEntity(
  tx: Transaction,
  entity: NewEntity,
  by: string,
): Promise<EntityRow | null> {
  const [row] = await tx
    .insert(entities)
    .values({ ...entity, createdBy: by, updatedBy: by })
    .onConflictDoNothing({ target: [entities.blueprintId, entities.identifier] })
    .returning();
  return row ?? null;
}

/** Null when another change came first. */
export async function changeEntity(
  tx: Transaction,
  before: EntityRow,
  entity: Omit<NewEntity, "blueprintId">,
  by: string,
): Promise<EntityRow | null> {
  const [row] = await tx
    .update(entities)
    .set({ ...entity, revision: before.revision + 1, updatedAt: now, updatedBy: by })
    .where(and(eq(entities.id, before.id), eq(entities.revision, before.revision)))
    .returning();
  return row ?? null;
}

/** Their relations in both directions go with them. */
export async function removeEntities(tx: Transaction, ids: string[]): Promise<void> {
  await tx.delete(entities).where(inArray(entities.id, ids));
}

export async function recordEntity(
  tx: Transaction,
  revision: {
    entityId: string;
    blueprint: string;
    identifier: string;
    revision: number;
    snapshot: object | null;
    runId: string | null;
    by: string;
  },
): Promise<void> {
  await tx
    .insert(entityRevisions)
    .values({ ...revision, snapshot: revision.snapshot as Record<string, unknown> | null });
}

/** Entities of a blueprint by identifier, kept from being deleted until the end of the transaction. */
export async function holdTargets(
  tx: Transaction,
  blueprint: string,
  identifiers: string[],
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: entities.id, identifier: entities.identifier })
    .from(entities)
    .innerJoin(blueprints, eq(entities.blueprintId, blueprints.id))
    .where(and(eq(blueprints.identifier, blueprint), inArray(entities.identifier, identifiers)))
    .orderBy(entities.identifier)
    .for("key share", { of: entities });
  return new Map(rows.map((row) => [row.identifier, row.id]));
}

/** Replaces all relations of an entity. */
export async function setRelations(
  tx: Transaction,
  fromId: string,
  relations: Record<string, string[]>,
): Promise<void> {
  await tx.delete(entityRelations).where(eq(entityRelations.fromId, fromId));
  for (const [relation, targets] of Object.entries(relations))
    if (targets.length)
      await tx
        .insert(entityRelations)
        .values(targets.map((toId, position) => ({ fromId, relation, toId, position })));
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
      and(
        sql`${entityRelations.fromId} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`,
        condition,
      ),
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
    })
    .from(entityRelations)
    .innerJoin(entities, eq(entityRelations.fromId, entities.id))
    .innerJoin(blueprints, eq(entities.blueprintId, blueprints.id))
    .where(inArray(entityRelations.toId, ids))
    .orderBy(entities.id)
    .for("update", { of: entities });
  return rows.map(({ definition, ...row }) => ({
    ...row,
    required: definition.relations?.[row.relation]?.required === true,
  }));
}

import { and, asc, count, eq, ne, sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { blueprintRevisions, blueprints, entities, entityRelations } from "@/db/schema/catalog";
import { now } from "@/server/kernel/clock";
import type { BlueprintDefinition, BlueprintPermissions } from "../schema";
import { bumpModelVersion } from "./model";

export type BlueprintRow = typeof blueprints.$inferSelect;

/** Changes of blueprints are few and look at one another: one at a time, so that no two can contradict. */
const DEFINITIONS_LOCK = 727463;
export const lockDefinitions = (tx: Transaction) =>
  tx.execute(sql`select pg_advisory_xact_lock(${DEFINITIONS_LOCK})`);

/** A text with a NUL cannot be stored, so nothing can have it as its identifier. */
export const isStorable = (identifier: string): boolean => !identifier.includes("\0");

/** `share`: entities may be written, the blueprint not changed. `update`: neither. Both until the end of the transaction. */
export async function blueprintBy(
  db: Executor,
  identifier: string,
  lock?: "share" | "update",
): Promise<BlueprintRow | null> {
  if (!isStorable(identifier)) return null;
  const query = db.select().from(blueprints).where(eq(blueprints.identifier, identifier));
  const [row] = await (lock ? query.for(lock) : query);
  return row ?? null;
}

export const allBlueprints = (db: Executor) =>
  db
    .select()
    .from(blueprints)
    .orderBy(asc(sql`lower(${blueprints.definition} ->> 'title')`), asc(blueprints.identifier));

/** Every other blueprint. */
export const otherBlueprints = (db: Executor, identifier: string) =>
  db.select().from(blueprints).where(ne(blueprints.identifier, identifier));

export async function insertBlueprint(
  tx: Transaction,
  definition: BlueprintDefinition,
  by: string,
): Promise<BlueprintRow | null> {
  const [row] = await tx
    .insert(blueprints)
    .values({ identifier: definition.identifier, definition, createdBy: by, updatedBy: by })
    .onConflictDoNothing({ target: blueprints.identifier })
    .returning();
  return row ?? null;
}

/** Null when another change came first. */
export async function changeBlueprint(
  tx: Transaction,
  before: BlueprintRow,
  definition: BlueprintDefinition,
  by: string,
): Promise<BlueprintRow | null> {
  const [row] = await tx
    .update(blueprints)
    .set({ definition, revision: before.revision + 1, updatedAt: now, updatedBy: by })
    .where(and(eq(blueprints.id, before.id), eq(blueprints.revision, before.revision)))
    .returning();
  return row ?? null;
}

/** Permissions of a blueprint that is locked for change. */
export async function changePermissions(
  tx: Transaction,
  before: BlueprintRow,
  permissions: BlueprintPermissions | null,
): Promise<BlueprintRow> {
  const [row] = await tx
    .update(blueprints)
    .set({ permissions, permissionsRevision: before.permissionsRevision + 1 })
    .where(eq(blueprints.id, before.id))
    .returning();
  if (!row) throw new Error("The blueprint whose permissions change was not locked.");
  await bumpModelVersion(tx);
  return row;
}

export async function removeBlueprint(tx: Transaction, id: string): Promise<void> {
  await tx.delete(blueprints).where(eq(blueprints.id, id));
}

export async function recordBlueprint(
  tx: Transaction,
  row: BlueprintRow,
  definition: BlueprintDefinition | null,
  revision: number,
  by: string,
): Promise<void> {
  await tx
    .insert(blueprintRevisions)
    .values({ blueprintId: row.id, identifier: row.identifier, revision, definition, by });
  await bumpModelVersion(tx);
}

/** How many entities each blueprint has for which a condition on `entities` holds, by its id; those without are left out. */
export async function entityCounts(db: Executor, condition: SQL): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: entities.blueprintId, n: count() })
    .from(entities)
    .where(condition)
    .groupBy(entities.blueprintId);
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** How many entities a blueprint has; with a condition on `entities`, of those for which it holds. */
export async function countEntitiesOf(db: Executor, blueprintId: string, condition?: SQL): Promise<number> {
  return db.$count(entities, and(eq(entities.blueprintId, blueprintId), condition));
}

/**
 * Takes the values of removed properties and relations from a blueprint's entities, so that a key that is defined anew
 * starts empty. Their last values stay in the entities' revisions.
 */
export async function dropValues(
  tx: Transaction,
  blueprintId: string,
  removed: { properties: string[]; relations: string[] },
): Promise<void> {
  for (const key of removed.properties)
    await tx
      .update(entities)
      .set({ properties: sql`${entities.properties} - ${key}::text` })
      .where(and(eq(entities.blueprintId, blueprintId), sql`jsonb_exists(${entities.properties}, ${key})`));
  for (const key of removed.relations)
    await tx
      .delete(entityRelations)
      .where(
        and(
          eq(entityRelations.relation, key),
          sql`${entityRelations.fromId} in (select id from ${entities} where blueprint_id = ${blueprintId})`,
        ),
      );
}

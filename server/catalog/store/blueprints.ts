import { and, asc, count, desc, eq, ne, sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { blueprintRevisions, blueprints, entities } from "@/db/schema/catalog";
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

export type BlueprintRevisionRow = typeof blueprintRevisions.$inferSelect;

/** All revisions under an identifier, the newest first; a blueprint that was deleted and made anew has those of both. */
export const revisionsOf = (db: Executor, identifier: string): Promise<BlueprintRevisionRow[]> =>
  db
    .select()
    .from(blueprintRevisions)
    .where(eq(blueprintRevisions.identifier, identifier))
    .orderBy(desc(blueprintRevisions.at), desc(blueprintRevisions.revision));

/** The definition that a blueprint had at a revision; null when there is none. */
export async function definitionAt(
  db: Executor,
  blueprintId: string,
  revision: number,
): Promise<BlueprintDefinition | null> {
  const [row] = await db
    .select({ definition: blueprintRevisions.definition })
    .from(blueprintRevisions)
    .where(and(eq(blueprintRevisions.blueprintId, blueprintId), eq(blueprintRevisions.revision, revision)));
  return row?.definition ?? null;
}

export async function setHidden(tx: Transaction, id: string, hidden: boolean): Promise<void> {
  await tx.update(blueprints).set({ hidden }).where(eq(blueprints.id, id));
  await bumpModelVersion(tx);
}

import { and, asc, desc, eq, lt, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { entities, entityRevisions } from "@/db/schema/catalog";

/** The condition on `entities` of one that may be read, by identifier. */
export const named = (identifier: string, readable: SQL): SQL =>
  sql`${entities.identifier} = ${identifier} and ${readable}`;

/** The condition on `entities` of several that may be read, by identifier. */
export const namedAmong = (identifiers: string[], readable: SQL): SQL =>
  sql`${entities.identifier} = any(${sql.param(identifiers)}::text[]) and ${readable}`;

/** All entities of a blueprint, by identifier. */
export const allEntities = (db: Executor, blueprintId: string, readable: SQL) =>
  db
    .select()
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), readable))
    .orderBy(asc(entities.identifier));

/**
 * Revisions of the entity that has or last had an identifier, newest first, from before a moment; one more than `limit`,
 * for what came before.
 */
export async function revisionsOf(
  db: Executor,
  blueprint: string,
  identifier: string,
  limit: number,
  before?: Date,
) {
  const [latest] = await db
    .select({ entityId: entityRevisions.entityId })
    .from(entityRevisions)
    .where(and(eq(entityRevisions.blueprint, blueprint), eq(entityRevisions.identifier, identifier)))
    .orderBy(desc(entityRevisions.at), desc(entityRevisions.revision))
    .limit(1);
  if (!latest) return [];
  return db
    .select()
    .from(entityRevisions)
    .where(and(eq(entityRevisions.entityId, latest.entityId), before && lt(entityRevisions.at, before)))
    .orderBy(desc(entityRevisions.revision))
    .limit(limit + 1);
}

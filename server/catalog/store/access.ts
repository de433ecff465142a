import { and, arrayOverlaps, desc, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { entities } from "@/db/schema/catalog";

/** Entities that one of these teams owns. */
export const ownedByAny = (teams: readonly string[]): SQL => arrayOverlaps(entities.team, [...teams]);

/** Entities of these blueprints, all of them. */
export const ofBlueprints = (ids: string[]): SQL => inArray(entities.blueprintId, ids);

/** Entities of one blueprint, as far as a condition holds. */
export const ofBlueprint = (id: string, condition: SQL): SQL =>
  sql`(${eq(entities.blueprintId, id)} and ${condition})`;

/** Those of these entities for which a condition on `entities` holds. */
export async function idsWhere(db: Executor, ids: string[], condition: SQL): Promise<Set<string>> {
  const rows = await db
    .select({ id: entities.id })
    .from(entities)
    .where(and(inArray(entities.id, ids), condition));
  return new Set(rows.map((row) => row.id));
}

/** Those of a blueprint's entities with one of these identifiers for which a condition on `entities` holds. */
export async function identifiersWhere(
  db: Executor,
  blueprintId: string,
  identifiers: string[],
  condition: SQL,
): Promise<Set<string>> {
  const rows = await db
    .select({ identifier: entities.identifier })
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), inArray(entities.identifier, identifiers), condition));
  return new Set(rows.map((row) => row.identifier));
}

/** A blueprint's entities with one of these identifiers. */
export const entitiesBy = (db: Executor, blueprintId: string, identifiers: string[]) =>
  db
    .select()
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), inArray(entities.identifier, identifiers)));

/** Values of a blueprint's entities with one of these identifiers. */
export const valuesBy = (db: Executor, blueprintId: string, identifiers: string[]) =>
  db
    .select({
      identifier: entities.identifier,
      title: entities.title,
      icon: entities.icon,
      team: entities.team,
      properties: entities.properties,
    })
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), inArray(entities.identifier, identifiers)))
    .orderBy(entities.identifier);

export const entityExists = async (db: Executor, id: string): Promise<boolean> =>
  (await db.$count(entities, eq(entities.id, id))) > 0;

export const withIds = (ids: readonly string[]): SQL => inArray(entities.id, [...ids]);

/** What a list names of an entity. */
export interface EntityHead {
  id: string;
  blueprintId: string;
  identifier: string;
  title: string | null;
  icon: string | null;
  team: string[];
  updatedAt: Date;
}

/** Entities for which a condition on `entities` holds, those that changed last first. */
export const entityHeads = (db: Executor, condition: SQL, limit: number): Promise<EntityHead[]> =>
  db
    .select({
      id: entities.id,
      blueprintId: entities.blueprintId,
      identifier: entities.identifier,
      title: entities.title,
      icon: entities.icon,
      team: entities.team,
      updatedAt: entities.updatedAt,
    })
    .from(entities)
    .where(condition)
    .orderBy(desc(entities.updatedAt), entities.id)
    .limit(limit);

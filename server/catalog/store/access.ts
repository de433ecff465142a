import { and, arrayOverlaps, eq, inArray, sql, type SQL } from "drizzle-orm";
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

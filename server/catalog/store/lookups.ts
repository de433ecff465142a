import { and, asc, eq, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { entities } from "@/db/schema/catalog";

/** Identifiers of a blueprint's entities for which all conditions on `entities` hold, in the order in which they were made. */
export async function identifiersOf(
  db: Executor,
  blueprintId: string,
  conditions: readonly SQL[],
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ identifier: entities.identifier })
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), ...conditions))
    .orderBy(asc(entities.id))
    .limit(limit);
  return rows.map((row) => row.identifier);
}

const texts = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

/** Titles of a blueprint's entities, by identifier. */
export async function titlesBy(
  db: Executor,
  blueprintId: string,
  identifiers: readonly string[],
): Promise<Map<string, string | null>> {
  if (identifiers.length === 0) return new Map();
  const rows = await db
    .select({ identifier: entities.identifier, title: entities.title })
    .from(entities)
    .where(
      and(eq(entities.blueprintId, blueprintId), sql`${entities.identifier} = any(${texts(identifiers)})`),
    );
  return new Map(rows.map((row) => [row.identifier, row.title]));
}

/** Ids of a blueprint's entities, by identifier. */
export async function idsBy(
  db: Executor,
  blueprintId: string,
  identifiers: readonly string[],
): Promise<Map<string, string>> {
  if (identifiers.length === 0) return new Map();
  const rows = await db
    .select({ identifier: entities.identifier, id: entities.id })
    .from(entities)
    .where(
      and(eq(entities.blueprintId, blueprintId), sql`${entities.identifier} = any(${texts(identifiers)})`),
    );
  return new Map(rows.map((row) => [row.identifier, row.id]));
}

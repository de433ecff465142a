import { and, desc, eq, lte } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { entityRevisions } from "@/db/schema/catalog";

export type RevisionRow = typeof entityRevisions.$inferSelect;

/** A revision of an entity and the one before it; null where there is none. */
export async function revisionAt(
  db: Executor,
  entityId: string,
  revision: number,
): Promise<{ now: RevisionRow | null; before: RevisionRow | null }> {
  const [now, before] = await db
    .select()
    .from(entityRevisions)
    .where(and(eq(entityRevisions.entityId, entityId), lte(entityRevisions.revision, revision)))
    .orderBy(desc(entityRevisions.revision))
    .limit(2);
  return now?.revision === revision ? { now, before: before ?? null } : { now: null, before: null };
}

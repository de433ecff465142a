import { desc, eq, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { entityVisits } from "@/db/schema/dashboards";
import { now } from "@/server/kernel/clock";

/** Of each person so many are kept. */
const MOST_KEPT = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Notes that somebody looked at an entity, and forgets what they looked at long before. */
export async function addVisit(tx: Transaction, userId: string, entityId: string): Promise<void> {
  await tx
    .insert(entityVisits)
    .values({ userId, entityId })
    .onConflictDoUpdate({ target: [entityVisits.userId, entityVisits.entityId], set: { at: now } });
  await tx.execute(sql`
    delete from ${entityVisits} where user_id = ${userId}::uuid and entity_id in (
      select entity_id from ${entityVisits} where user_id = ${userId}::uuid order by at desc, entity_id offset ${MOST_KEPT}::int)`);
}

/** What somebody looked at, the last first. */
export async function visitsOf(db: Executor, userId: string, limit: number): Promise<{ entityId: string }[]> {
  if (!UUID.test(userId)) return [];
  return db
    .select({ entityId: entityVisits.entityId })
    .from(entityVisits)
    .where(eq(entityVisits.userId, userId))
    .orderBy(desc(entityVisits.at), entityVisits.entityId)
    .limit(limit);
}

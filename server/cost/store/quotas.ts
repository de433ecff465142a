import { asc, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { quotas } from "@/db/schema/cost";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";

export type QuotaRow = typeof quotas.$inferSelect;

export async function allQuotas(db: Executor): Promise<QuotaRow[]> {
  return db.select().from(quotas).orderBy(asc(quotas.title), asc(quotas.id));
}

/** Null when there is one for the same blueprint and subject already. */
export async function insertQuota(
  tx: TransactionContext,
  quota: typeof quotas.$inferInsert,
): Promise<QuotaRow | null> {
  const [row] = await tx.db.insert(quotas).values(quota).onConflictDoNothing().returning();
  return row ?? null;
}

export async function updateQuota(
  tx: TransactionContext,
  id: string,
  set: { title: string; most: number },
): Promise<QuotaRow | null> {
  const [row] = await tx.db
    .update(quotas)
    .set({ ...set, updatedAt: now })
    .where(eq(quotas.id, id))
    .returning();
  return row ?? null;
}

export async function removeQuota(tx: TransactionContext, id: string): Promise<QuotaRow | null> {
  const [row] = await tx.db.delete(quotas).where(eq(quotas.id, id)).returning();
  return row ?? null;
}

/**
 * Locks the quotas that a creation falls under until the transaction ends, in the same order each time: of two that ask for
 * the last place one waits, and then counts the other. A quota of one subject goes before the quota of each.
 */
export async function lockQuotas(
  tx: TransactionContext,
  of: { blueprint: string; user: string | null; team: string | null },
): Promise<QuotaRow[]> {
  const rows = await tx.db
    .select()
    .from(quotas)
    .where(
      sql`${quotas.blueprint} = ${of.blueprint} and (
        (${quotas.per} = 'user' and ${of.user}::text is not null and (${quotas.subject} is null or ${quotas.subject} = ${of.user}))
        or (${quotas.per} = 'team' and ${of.team}::text is not null and (${quotas.subject} is null or ${quotas.subject} = ${of.team})))`,
    )
    .orderBy(asc(quotas.id))
    .for("no key update");
  return rows.filter(
    (row) => row.subject !== null || !rows.some((other) => other.per === row.per && other.subject !== null),
  );
}

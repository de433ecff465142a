import { and, eq, sql } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema/kernel";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";

export interface IdempotencyKey {
  actor: string;
  endpoint: string;
  key: string;
}

/**
 * Takes a key for a request, in the transaction of its effect: a parallel request with the same key waits for this one
 * to commit or fail. A key older than 24 hours is free again. Out: null when the key is now ours, else the earlier use.
 */
export async function takeKey(
  tx: TransactionContext,
  id: IdempotencyKey,
  requestHash: string,
  resultId: string,
): Promise<{ requestHash: string; resultId: string } | null> {
  const taken = await tx.db
    .insert(idempotencyKeys)
    .values({ ...id, requestHash, resultId })
    .onConflictDoUpdate({
      target: [idempotencyKeys.actor, idempotencyKeys.endpoint, idempotencyKeys.key],
      set: { requestHash, resultId, createdAt: now },
      setWhere: sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`,
    })
    .returning({ key: idempotencyKeys.key });
  if (taken.length) return null;
  const [earlier] = await tx.db
    .select({ requestHash: idempotencyKeys.requestHash, resultId: idempotencyKeys.resultId })
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.actor, id.actor),
        eq(idempotencyKeys.endpoint, id.endpoint),
        eq(idempotencyKeys.key, id.key),
      ),
    );
  if (!earlier) throw new Error("An idempotency key was neither free nor used.");
  return earlier;
}

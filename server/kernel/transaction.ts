import type { Database, Transaction } from "@/db/client";
import type { Context } from "./context";

/** A context bound to an open transaction: pass it on, so that everything written commits or fails together. */
export type TransactionContext = Omit<Context, "db"> & { db: Transaction };

/** Runs `work` in one transaction; within an open one it becomes a savepoint of it. */
export function transaction<T>(
  ctx: Context | TransactionContext,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  return (ctx.db as Database).transaction((db) => work({ ...ctx, db }));
}

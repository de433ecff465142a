import type { Database, Transaction } from "@/db/client";
import type { Context } from "./context";

/** A context bound to an open transaction: pass it on, so that everything written commits or fails together. */
export type TransactionContext = Omit<Context, "db"> & { db: Transaction };

const databases = new WeakMap<Transaction, Database>();

/** The database that a transaction runs on; a database itself as it is. */
export const databaseOf = (db: Database | Transaction): Database =>
  databases.get(db as Transaction) ?? (db as Database);

/** Runs `work` in one transaction; within an open one it becomes a savepoint of it. */
export function transaction<T>(
  ctx: Context | TransactionContext,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  return (ctx.db as Database).transaction((db) => {
    databases.set(db, databaseOf(ctx.db));
    return work({ ...ctx, db });
  });
}

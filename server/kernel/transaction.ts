import type { Database, Transaction } from "@/db/client";
import type { Context } from "./context";

/** A context bound to an open transaction: pass it on, so that everything written commits or fails together. */
export type TransactionContext = Omit<Context, "db"> & { db: Transaction };

const databases = new WeakMap<Transaction, Database>();

/** The database that a transaction runs on; a database itself as it is. */
export const databaseOf = (db: Database | Transaction): Database =>
  databases.get(db as Transaction) ?? (db as Database);

/** How often a transaction is begun that the database ends so that another can go on. */
const TRIES = 3;

/**
 * Runs `work` in one transaction; within an open one it becomes a savepoint of it. One that waits for another which waits for
 * it (a deadlock) is ended by the database and begun anew, so `work` must leave nothing behind but what it writes.
 */
export async function transaction<T>(
  ctx: Context | TransactionContext,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  const isOpen = databases.has(ctx.db as Transaction);
  for (let left = isOpen ? 1 : TRIES; ; left -= 1)
    try {
      return await (ctx.db as Database).transaction((db) => {
        databases.set(db, databaseOf(ctx.db));
        return work({ ...ctx, db });
      });
    } catch (error) {
      if (left <= 1 || !isDeadlock(error)) throw error;
    }
}

/** PostgreSQL's `deadlock_detected`, as the driver gives it or wrapped by who sent the statement. */
const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && ((error as { code?: unknown }).code === "40P01" || isDeadlock(error.cause));

import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Database = PostgresJsDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Either the database or an open transaction on it. */
export type Executor = Database | Transaction;

/** Opens a pool of at most `max` connections. `close` waits at most five seconds for running queries. */
export function createDatabase(url: string, options: { max?: number } = {}) {
  const sql = postgres(url, { max: options.max ?? 10, onnotice: () => undefined, connect_timeout: 10 });
  const db: Database = drizzle(sql, { casing: "snake_case" });
  return { db, sql, close: () => sql.end({ timeout: 5 }) };
}

const globalPool = globalThis as { waymarkPool?: ReturnType<typeof createDatabase> };

/** The pool of this process; opened at first use and kept over hot reloads. */
export function pool(): ReturnType<typeof createDatabase> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is missing. Start the portal with `npm run up`.");
  return (globalPool.waymarkPool ??= createDatabase(url));
}

import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** The database's time: one clock for all processes decides every expiry. */
export const now = sql<Date>`now()`;

/** The database's time plus a number of seconds. */
export const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;

/** The database's time, read: for what is computed from it before it is written. Within a transaction, when that began. */
export async function databaseNow(db: Executor): Promise<Date> {
  const [row] = await db.execute<{ ms: number }>(sql`select extract(epoch from now())::float8 * 1000 as ms`);
  return new Date(Number(row?.ms));
}

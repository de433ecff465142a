import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** One aggregate over the entities for which a condition holds; null where it has no value. */
export async function aggregateOf(db: Executor, aggregate: SQL, where: SQL): Promise<number | null> {
  const [row] = await db.execute<{ value: number | null }>(
    sql`select (${aggregate})::float8 as value from entities where ${where}`,
  );
  return row?.value ?? null;
}

import { sql } from "drizzle-orm";
import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";

/** The time that policies are told: the database's, as everything that depends on time here. */
export async function databaseTime(ctx: Context | TransactionContext): Promise<Date> {
  const [row] = await ctx.db.execute<{ at: string }>(sql`select now()::text as at`);
  return new Date(row!.at);
}

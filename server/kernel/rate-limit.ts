import { and, eq, lt, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { rateLimits } from "@/db/schema/kernel";
import { Limit } from "./errors";
import { sha256 } from "./secrets";

export interface RateRule {
  /** What is counted, as `sign-in:account`. */
  name: string;
  /** For whom: stored as a digest, so that the table holds no addresses and every key has one length. */
  subject: string;
  /** Calls allowed in a window. */
  limit: number;
  /** Length of the window. Windows are aligned to the database's clock, which all processes share. */
  seconds: number;
}

/**
 * Counts one call. Throws Limit, with the seconds until the window ends, when it is one too many.
 * Pass the database and not an open transaction: the count must outlive a failed attempt.
 */
export async function limitRate(db: Executor, rule: RateRule): Promise<void> {
  const key = `${rule.name}:${sha256(rule.subject).slice(0, 32)}`;
  const windowStart = sql<Date>`to_timestamp(floor(extract(epoch from now()) / ${rule.seconds}::int) * ${rule.seconds}::int)`;
  const [row] = await db
    .insert(rateLimits)
    .values({ key, windowStart, count: 1 })
    .onConflictDoUpdate({
      target: [rateLimits.key, rateLimits.windowStart],
      set: { count: sql`${rateLimits.count} + 1` },
    })
    .returning({
      count: rateLimits.count,
      wait: sql<number>`ceil(extract(epoch from ${rateLimits.windowStart}) + ${rule.seconds}::int - extract(epoch from now()))::int`,
    });
  if (!row) throw new Error("The rate limit's row was not written.");
  // The first call of a window clears what the same caller left in earlier ones.
  if (row.count === 1)
    await db.delete(rateLimits).where(and(eq(rateLimits.key, key), lt(rateLimits.windowStart, windowStart)));
  if (row.count > rule.limit) {
    const wait = Math.max(1, Number(row.wait));
    throw new Limit(`Too many attempts. Try again in ${wait} second${wait === 1 ? "" : "s"}.`, "rate", wait);
  }
}

import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** Names of teams for people, by identifier. */
export async function teamTitles(db: Executor, identifiers: readonly string[]): Promise<Map<string, string>> {
  if (!identifiers.length) return new Map();
  const rows = await db.execute<{ identifier: string; title: string }>(sql`
    select identifier, title from teams where identifier = any(array[${sql.join(
      identifiers.map((one) => sql`${one}`),
      sql`, `,
    )}]::text[])`);
  return new Map(rows.map(({ identifier, title }) => [identifier, title]));
}

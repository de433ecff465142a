import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Ask } from "../definition";
import { scoped } from "./windows";

/** How many measured values lie in each part that the cuts make: below the first, between two, from the last on. */
export async function countsBetween(
  db: Executor,
  facts: SQL,
  ask: Ask,
  cuts: readonly number[],
): Promise<number[]> {
  const rows = await db.execute<{ part: number; n: number }>(sql`
    select width_bucket(f.value, (select ${sql.param(cuts.map(String))}::text[]::float8[])) as part, count(*)::int as n
    from (${scoped(facts, ask)}) f where f.value is not null group by 1`);
  const counts = new Map(rows.map(({ part, n }) => [part, n]));
  return Array.from({ length: cuts.length + 1 }, (_, part) => counts.get(part) ?? 0);
}

import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Ask, EventRow } from "../definition";
import { scoped } from "./windows";

/** The facts of the ask's span and scope, the latest first, a page at a time. */
export async function listFacts(
  db: Executor,
  facts: SQL,
  ask: Ask,
  { hits, limit, after }: { hits: boolean; limit: number; after: { at: string; id: string } | null },
): Promise<EventRow[]> {
  const rows = await db.execute<EventRow & Record<string, unknown>>(sql`
    select f.id, to_char(f.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, f.team, f.service, f.label, f.hit, f.value
    from (${scoped(facts, ask)}) f
    where true${hits ? sql` and f.hit` : sql``}${
      after ? sql` and (f.at, f.id) < (${after.at}::timestamptz, ${after.id}::text)` : sql``
    }
    order by f.at desc, f.id desc limit ${limit}`);
  return rows.map(({ id, at, team, service, label, hit, value }) => ({
    id,
    at,
    team,
    service,
    label,
    hit,
    value,
  }));
}

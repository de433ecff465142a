import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Versioned } from "../definition";

/** How far the tables that figures stand on have come. */
export interface Versions {
  now: Date;
  /** The later of the begin of this minute and the last change: the same until there is something else to say. */
  steady: Date;
  /** By table; a table that never changed is absent. A number that stays the same says that nothing was committed in between. */
  of: ReadonlyMap<string, string>;
}

export async function versions(db: Executor): Promise<Versions> {
  const [row] = await db.execute<{ now: number; steady: number; of: Record<string, string> | null }>(sql`
    select extract(epoch from now())::float8 * 1000 as now, extract(epoch from
        least(now(), greatest(date_trunc('minute', now()), max(v.at) + interval '1 millisecond')))::float8 * 1000 as steady,
      json_object_agg(v.source, v.changes) filter (where v.source is not null) as of
    from (select source, sum(changes)::text as changes, max(at) as at from insight_versions group by source) v`);
  return {
    now: new Date(Number(row!.now)),
    steady: new Date(Number(row!.steady)),
    of: new Map(Object.entries(row!.of ?? {})),
  };
}

/** The version of what a metric reads, as text. */
export const versionOf = (reads: readonly Versioned[], { of }: Versions): string =>
  reads.map((table) => of.get(table) ?? "0").join(".");

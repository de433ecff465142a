import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** When each kind of event was first known, by the name that definitions give their source; null: never. */
export async function firstEvents(db: Executor): Promise<Map<string, Date | null>> {
  // Each is the first entry of an index.
  const [row] = await db.execute<Record<string, string | null>>(sql`
    select
      (select min(finished_at) from insight_deployments where production and status = 'success' and duplicate_of is null)
        as "Deployments",
      (select min(merged_at) from insight_changes where merged_at is not null) as "Changes",
      (select min(started_at) from insight_incidents) as "Incidents",
      (select min(opened_at) from insight_tickets) as "Tickets",
      (select min(ended_at) from runs) as "Runs of the portal",
      (select min(at) from insight_probes) as "Probes"`);
  return new Map(
    Object.entries(row ?? {}).map(([source, at]) => [source, at === null ? null : new Date(at)]),
  );
}

import { sql } from "drizzle-orm";
import type { TransactionContext } from "@/server/kernel/transaction";

/**
 * How many entities of a blueprint that a person's or a team's runs created are still in the catalog, and how many such runs
 * are under way.
 */
export async function countMade(
  tx: TransactionContext,
  blueprint: string,
  by: { requesterId: string } | { team: string },
): Promise<number> {
  const whose = "team" in by ? sql`r.team = ${by.team}` : sql`r.requester_id = ${by.requesterId}`;
  const [row] = await tx.db.execute<{ count: number }>(sql`
    select count(distinct r.entity_identifier)::int as count from runs r
    where r.blueprint = ${blueprint} and r.action->>'operation' = 'CREATE' and ${whose} and (
      r.status in ('queued', 'planning', 'checking', 'awaiting_approval', 'approved', 'applying', 'registering', 'interrupted')
      or (r.status = 'succeeded' and exists (
        select 1 from entities e join blueprints b on b.id = e.blueprint_id
        where b.identifier = r.blueprint and e.identifier = r.entity_identifier)))`);
  return row!.count;
}

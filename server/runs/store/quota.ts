import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { TransactionContext } from "@/server/kernel/transaction";

/** Whether what a run `r` creates counts: it is being made, or it is still in the catalog. */
const counts = sql`r.action->>'operation' = 'CREATE' and (
  r.status in ('queued', 'planning', 'checking', 'awaiting_approval', 'approved', 'applying', 'registering', 'interrupted')
  or (r.status = 'succeeded' and exists (
    select 1 from entities e join blueprints b on b.id = e.blueprint_id
    where b.identifier = r.blueprint and e.identifier = r.entity_identifier)))`;

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
    where r.blueprint = ${blueprint} and ${whose} and ${counts}`);
  return row!.count;
}

export interface QuotaUse {
  quota: string;
  /** A team's identifier or a person's e-mail address. */
  subject: string;
  used: number;
  /** How many subjects of the quota are at its limit in all. */
  atLimit: number;
  /** How many subjects of the quota have any in all. */
  subjects: number;
}

/** Who has how many of what each quota limits, the most first; at most `limit` of each quota. */
export async function usesOfQuotas(db: Executor, limit: number): Promise<QuotaUse[]> {
  return db.execute<QuotaUse & Record<string, unknown>>(sql`
    with made as (
      select q.id as quota, q.most, case q.per when 'team' then r.team else u.email end as subject,
        count(distinct r.entity_identifier)::int as used
      from quotas q join runs r on r.blueprint = q.blueprint and ${counts}
      left join users u on u.id::text = r.requester_id
      where case q.per when 'team' then r.team else u.email end is not null
      group by 1, 2, 3)
    select quota, subject, used, at_limit as "atLimit", subjects from (
      select m.*, row_number() over w as place, count(*) over (partition by m.quota)::int as subjects,
        (count(*) filter (where m.used >= m.most) over (partition by m.quota))::int as at_limit
      from made m join quotas q on q.id = m.quota
      -- A quota of one goes before the quota of each, which then says nothing of that one.
      where coalesce(q.subject = m.subject, not exists (
        select 1 from quotas own where own.blueprint = q.blueprint and own.per = q.per and own.subject = m.subject))
      window w as (partition by m.quota order by m.used desc, m.subject)) ranked
    where place <= ${limit}
    order by quota, place`);
}

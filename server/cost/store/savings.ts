import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Destroyed } from "../core/savings";

/**
 * What lifetimes and automations destroyed in a span, the latest first, with what the runs that had made and changed it were
 * estimated to add to the monthly cost since it was last made. `teams`: null for everybody's.
 */
export async function destroyedBySystem(
  db: Executor,
  { from, to, teams }: { from: string; to: string; teams: readonly string[] | null },
  limit: number,
): Promise<Destroyed[]> {
  const own = teams === null ? sql`true` : sql`d.team = any(${sql.param([...teams])}::text[])`;
  const rows = await db.execute<Omit<Destroyed, "endedAt"> & { endedAt: string }>(sql`
    select d.id as "runId", d.blueprint, d.entity_identifier as entity, l.entity_title as title, d.team,
      to_char(d.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "endedAt",
      case when l.id is not null then 'lifetime' else 'automation' end as by,
      case when not made.unknown then trim_scale(made.monthly)::text end as monthly,
      case when made.currencies = 1 then made.currency end as currency
    from runs d
    left join lifetimes l on l.destroy_run_id = d.id
    cross join lateral (
      select max(b.ended_at) as at from runs b
      where b.blueprint = d.blueprint and b.entity_identifier = d.entity_identifier and b.status = 'succeeded'
        and b.action->>'operation' = 'DELETE' and b.ended_at < d.ended_at
    ) earlier
    cross join lateral (
      select sum((e.estimate->>'monthly')::numeric) as monthly, min(e.estimate->>'currency') as currency,
        count(distinct e.estimate->>'currency')::int as currencies,
        coalesce(bool_or(e.estimate->>'monthly' is null), true) as unknown
      from runs e
      where e.blueprint = d.blueprint and e.entity_identifier = d.entity_identifier and e.status = 'succeeded'
        and e.action->>'operation' <> 'DELETE' and e.ended_at < d.ended_at
        and (earlier.at is null or e.ended_at > earlier.at)
    ) made
    where d.status = 'succeeded' and d.action->>'operation' = 'DELETE' and d.blueprint is not null
      and d.entity_identifier is not null and (l.id is not null or d.cause is not null)
      and d.ended_at >= ${from}::timestamp at time zone 'UTC' and d.ended_at < ${to}::timestamp at time zone 'UTC' and ${own}
    order by d.ended_at desc, d.id limit ${limit}`);
  return rows.map(({ endedAt, ...row }) => ({ ...row, endedAt: new Date(endedAt) }));
}

import { and, eq, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { costActuals } from "@/db/schema/cost";

const DIMENSIONS =
  "currency, category, provider, service_category, service_name, team, environment, cost_centre, blueprint, entity, pool, allocated_by";
const AMOUNTS =
  "sum(billed) as billed, sum(effective) as effective, sum(coalesce(list, 0)) as list, count(*)::int as lines";

/** Sums a source's billing months anew, by day, by month, and by key and month. In the transaction of what changed their lines. */
export async function sumAnew(db: Executor, source: string, billingMonths: readonly string[]): Promise<void> {
  if (!billingMonths.length) return;
  const months = sql`${sql.param(`{${billingMonths.join(",")}}`)}::date[]`;
  await db.execute(sql`delete from cost_days where source = ${source} and billing_month = any(${months})`);
  await db.execute(sql`delete from cost_months where source = ${source} and billing_month = any(${months})`);
  await db.execute(
    sql`delete from cost_key_months where source = ${source} and billing_month = any(${months})`,
  );
  await planByHashing(db, true);
  await db.execute(sql`
    insert into cost_key_months (month, key_id, source, billing_month, currency, category, billed, effective, most_billed,
      most_effective, lines)
    select date_trunc('month', day)::date, key_id, source, billing_month, currency, category, sum(billed), sum(effective),
      max(billed), max(effective), count(*)::int
    from cost_lines where source = ${source} and billing_month = any(${months})
    group by 1, 2, 3, 4, 5, 6`);
  const columns = sql.raw(DIMENSIONS);
  await db.execute(sql`
    insert into cost_days (source, billing_month, day, ${columns}, billed, effective, list, lines)
    select l.source, l.billing_month, l.day, ${columns}, ${sql.raw(AMOUNTS)}
    from cost_lines l join cost_keys k on k.id = l.key_id
    where l.source = ${source} and l.billing_month = any(${months})
    group by l.source, l.billing_month, l.day, ${columns}`);
  await planByHashing(db, false);
  await db.execute(
    sql`delete from cost_scope_days where source = ${source} and billing_month = any(${months})`,
  );
  await db.execute(sql`
    insert into cost_scope_days (day, source, billing_month, currency, team, environment, cost_centre, pool, billed, effective)
    select day, source, billing_month, currency, team, environment, cost_centre, pool, sum(billed), sum(effective)
    from cost_days where source = ${source} and billing_month = any(${months}) group by 1, 2, 3, 4, 5, 6, 7, 8`);
  await db.execute(sql`
    insert into cost_months (source, billing_month, month, ${columns}, billed, effective, list, lines)
    select source, billing_month, date_trunc('month', day)::date, ${columns}, sum(billed), sum(effective), sum(list),
      sum(lines)::int
    from cost_days where source = ${source} and billing_month = any(${months})
    group by source, billing_month, date_trunc('month', day), ${columns}`);
}

/**
 * Has the lines of a bill grouped and joined by hashing. What was just inserted is not yet known to the statistics, and the groups are
 * taken for far more than they are: otherwise a million lines are sorted, or looked up one by one through an index.
 */
async function planByHashing(db: Executor, only: boolean): Promise<void> {
  const others = ["enable_sort", "enable_incremental_sort", "enable_nestloop", "enable_mergejoin"];
  await db.execute(
    sql`select ${sql.join(
      others.map((name) => sql`set_config(${name}::text, ${only ? "off" : "on"}::text, true)`),
      sql`, `,
    )}`,
  );
}

/** Every source with its billing months. */
export async function allBillingMonths(db: Executor): Promise<Map<string, string[]>> {
  const rows = await db.execute<{ source: string; months: string[] }>(
    sql`select source, array_agg(distinct billing_month::text) as months from cost_days group by source`,
  );
  return new Map(rows.map(({ source, months }) => [source, months]));
}

/** What is billed for a source's scope in each month, in the basis of the settings: what budgets are told. */
export async function monthlyActuals(
  db: Executor,
  source: string,
  basis: "effective" | "billed",
): Promise<
  {
    month: string;
    team: string | null;
    costCentre: string | null;
    environment: string | null;
    currency: string;
    amount: string;
  }[]
> {
  const amount = sql.raw(basis);
  return [
    ...(await db.execute<{
      month: string;
      team: string | null;
      costCentre: string | null;
      environment: string | null;
      currency: string;
      amount: string;
    }>(sql`
      select to_char(month, 'YYYY-MM') as month, team, cost_centre as "costCentre", environment, currency,
        round(sum(${amount}), 4)::text as amount
      from cost_months where source = ${source}
      group by month, team, cost_centre, environment, currency order by 1, 2, 3, 4, 5`)),
  ];
}

/** What a source has said that counts for budgets, other than nothing. */
export async function toldBefore(
  db: Executor,
  source: string,
): Promise<
  {
    month: string;
    team: string | null;
    costCentre: string | null;
    environment: string | null;
    currency: string;
  }[]
> {
  return db
    .select({
      month: costActuals.month,
      team: costActuals.team,
      costCentre: costActuals.costCentre,
      environment: costActuals.environment,
      currency: costActuals.currency,
    })
    .from(costActuals)
    .where(and(eq(costActuals.source, source), ne(costActuals.amount, "0")));
}

/** What of a source's billing months is given to nobody, effective. */
export async function unallocatedOf(
  db: Executor,
  source: string,
  billingMonths: readonly string[],
): Promise<{ currency: string; amount: string }[]> {
  const months = sql`${sql.param(`{${billingMonths.join(",")}}`)}::date[]`;
  return [
    ...(await db.execute<{ currency: string; amount: string }>(sql`
      select currency, trim_scale(coalesce(sum(effective) filter (where allocated_by is null), 0))::text as amount
      from cost_months where source = ${source} and billing_month = any(${months}) group by currency`)),
  ];
}

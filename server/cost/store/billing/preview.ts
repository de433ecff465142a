import { sql } from "drizzle-orm";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { CostOrigin } from "../../core/billing/allocate";

/** What lines of one origin came to in a span, and whose they are now. */
export type CostedKey = CostOrigin & {
  id: number;
  currency: string;
  amount: string;
  team: string | null;
  pool: string | null;
  allocatedBy: string | null;
};

/** The last month that has lines, as its first day; null without any. */
export async function lastBilledMonth(tx: TransactionContext): Promise<string | null> {
  const [row] = await tx.db.execute<{ month: string | null }>(
    sql`select max(month)::text as month from cost_months`,
  );
  return row?.month ?? null;
}

/** Each origin of lines of whole months, with what it came to in each currency, in pages. */
export async function* costedKeys(
  tx: TransactionContext,
  { from, to, basis }: { from: string; to: string; basis: "effective" | "billed" },
  page = 5_000,
): AsyncGenerator<CostedKey[]> {
  await tx.db.execute(sql`
    create temp table previewed_keys on commit drop as
    select row_number() over (order by key_id, currency)::int as n, key_id, currency, sum(${sql.raw(basis)}) as amount
    from cost_key_months where month >= ${from}::date and month < ${to}::date group by key_id, currency`);
  await tx.db.execute(sql`create index on previewed_keys (n)`);
  await tx.db.execute(sql`analyze previewed_keys`);
  for (let after = 0; ; after += page) {
    const rows = await tx.db.execute<Record<string, unknown> & CostedKey>(sql`
      select k.id::int as id, p.currency, trim_scale(p.amount)::text as amount, k.provider,
        k.billing_account_id as "billingAccountId", k.sub_account_id as "subAccountId",
        k.service_category as "serviceCategory", k.service_name as "serviceName", k.region, k.resource_id as "resourceId",
        k.resource_type as "resourceType", k.tags, k.team, k.pool, k.allocated_by as "allocatedBy"
      from previewed_keys p join cost_keys k on k.id = p.key_id
      where p.n > ${after} and p.n <= ${after + page}`);
    if (!rows.length) return;
    yield [...rows];
  }
}

import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { costKeys } from "@/db/schema/cost-lines";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Allocated, CostOrigin } from "../../core/billing/allocate";
import type { CurrencySum, ImportReport } from "../../core/billing/report";
import { KEY_COLUMNS } from "./reading";

const good = sql`faults is null`;

/** Adds up the rows in one go, by what reports tell apart: the steps after read these few. */
export async function sumRows(tx: TransactionContext): Promise<void> {
  await tx.db.execute(sql`
    create temp table billing_sums on commit drop as
    select ${good} as good, currency, provider, billing_account_id, billing_month, date_trunc('month', day)::date as month,
      sum(billed) as billed,
      sum(effective) as effective, sum(list) as list, count(*)::int as lines,
      (count(*) filter (where day > (now() at time zone 'UTC')::date))::int as ahead
    from billing_read group by 1, 2, 3, 4, 5, 6`);
}

/** How many rows there are and how many cannot be read, with the first of these. */
export async function faultyRows(
  tx: TransactionContext,
  most: number,
): Promise<{ rows: number; refused: number; first: { row: number; faults: string[] }[] }> {
  const [counts] = await tx.db.execute<{ rows: number; refused: number }>(sql`
    select coalesce(sum(lines), 0)::int as rows, coalesce(sum(lines) filter (where not good), 0)::int as refused from billing_sums`);
  const { rows, refused } = counts!;
  if (!refused) return { rows, refused, first: [] };
  const first = await tx.db.execute<{ row: number; faults: string[] }>(
    sql`select line as row, faults from billing_read where not (${good}) order by line limit ${most}`,
  );
  return { rows, refused, first: [...first] };
}

/** Texts of tags as the file writes them, each once, in pages by their order; `putTags` says what they mean. */
export async function* tagTexts(tx: TransactionContext, page = 5_000): AsyncGenerator<string[]> {
  await tx.db.execute(sql`
    create temp table billing_tags (text text collate "C" primary key, tags jsonb) on commit drop`);
  await tx.db.execute(
    sql`insert into billing_tags (text) select distinct tags from billing_read where tags is not null`,
  );
  await tx.db.execute(sql`analyze billing_tags`);
  for (let after = ""; ;) {
    const rows = await tx.db.execute<{ text: string }>(
      sql`select text from billing_tags where text > ${after} order by text limit ${page}`,
    );
    if (!rows.length) return;
    const texts = rows.map(({ text }) => text);
    yield texts;
    after = texts.at(-1)!;
  }
}

export async function putTags(
  tx: TransactionContext,
  tags: readonly { text: string; tags: Record<string, string> | null }[],
): Promise<void> {
  await tx.db.execute(sql`
    update billing_tags b set tags = nullif(t.tags, 'null'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) as t(text text, tags jsonb) where b.text = t.text`);
}

type Sums = Omit<CurrencySum, "unallocated">;

/** What the good rows come to, exactly. */
export async function sumsOf(
  tx: TransactionContext,
): Promise<Pick<ImportReport, "providers" | "months"> & { sums: Sums[]; ahead: number }> {
  const sums = await tx.db.execute<Record<string, unknown> & Sums>(sql`
    select currency, trim_scale(sum(billed))::text as billed, trim_scale(sum(effective))::text as effective,
      trim_scale(coalesce(sum(list), 0))::text as list, sum(lines)::int as lines
    from billing_sums where good group by currency order by currency`);
  const providers = await tx.db.execute<Record<string, unknown> & ImportReport["providers"][number]>(sql`
    select provider, currency, trim_scale(sum(billed))::text as billed, sum(lines)::int as lines
    from billing_sums where good group by provider, currency order by sum(billed) desc, provider limit 50`);
  const months = await tx.db.execute<{ month: string }>(sql`
    select distinct to_char(month, 'YYYY-MM') as month from billing_sums where good order by month`);
  const [later] = await tx.db.execute<{ ahead: number }>(
    sql`select coalesce(sum(ahead), 0)::int as ahead from billing_sums where good`,
  );
  return {
    sums: [...sums],
    providers: [...providers],
    months: months.map(({ month }) => month),
    ahead: later!.ahead,
  };
}

/** How many lines of the same source are for the accounts and billing months of the good rows: these are replaced. */
export async function countReplaced(tx: TransactionContext, source: string): Promise<number> {
  await tx.db.execute(sql`
    create temp table billing_accounts on commit drop as
    select distinct provider, billing_account_id, billing_month from billing_sums where good`);
  await tx.db.execute(sql`analyze billing_accounts`);
  const [row] = await tx.db.execute<{ lines: number }>(sql`
    select coalesce(sum(m.lines), 0)::int as lines from cost_key_months m join cost_keys k on k.id = m.key_id
    where m.source = ${source} and (k.provider, k.billing_account_id, m.billing_month) in
      (select provider, billing_account_id, billing_month from billing_accounts)`);
  return row!.lines;
}

/** Out: the billing months that lost lines. After `countReplaced`. */
export async function deleteReplaced(tx: TransactionContext, source: string): Promise<string[]> {
  return deleteLines(
    tx,
    sql`
    delete from cost_lines l using cost_keys k, billing_accounts a
    where l.source = ${source} and k.id = l.key_id and l.billing_month = a.billing_month and k.provider = a.provider
      and k.billing_account_id = a.billing_account_id`,
  );
}

/** Deletes lines, and takes them off what their files have. Out: the billing months that lost some. */
async function deleteLines(tx: TransactionContext, statement: SQL): Promise<string[]> {
  const rows = await tx.db.execute<{ months: string[] | null }>(sql`
    with gone as (${statement} returning l.import_id, l.billing_month),
    fewer as (select import_id, count(*)::int as lines from gone group by import_id),
    counted as (update cost_imports i set lines = i.lines - f.lines from fewer f where i.id = f.import_id)
    select array_agg(distinct billing_month::text) as months from gone`);
  return rows[0]?.months ?? [];
}

/** Adds the keys that are new, not allocated yet. */
export async function addKeys(tx: TransactionContext): Promise<void> {
  const names = KEY_COLUMNS.filter((column) => column !== "tags");
  await tx.db.execute(sql`
    with found as materialized (select digest, min(line) as line from billing_read where faults is null group by digest)
    insert into cost_keys (digest, ${sql.raw(names.join(", "))}, tags, allocation)
    select r.digest, ${sql.raw(names.map((column) => `r.${column}`).join(", "))}, t.tags, 0
    from (select line from found f where not exists (select from cost_keys k where k.digest = f.digest)) new
    join billing_read r on r.line = new.line left join billing_tags t on t.text = r.tags
    on conflict (digest) do nothing`);
}

/** So many lines are worth taking the table's statistics anew. */
const MANY_LINES = 50_000;

/** Keeps the good rows as lines. Out: their billing months. */
export async function insertLines(
  tx: TransactionContext,
  { importId, source }: { importId: string; source: string },
): Promise<string[]> {
  await tx.db.execute(sql`
    with added as (
      insert into cost_lines (import_id, row, source, key_id, billing_month, day, period_start, period_end, category, correction,
        billed, effective, list, contracted, currency, quantity, unit, sku, description, rest)
      select ${importId}::uuid, r.line, ${source}::text, k.id, r.billing_month, r.day, r.period_start, r.period_end, r.category,
        r.correction, r.billed, r.effective, r.list, r.contracted, r.currency, r.quantity, r.unit, r.sku, r.description, r.rest
      from billing_read r join cost_keys k on k.digest = r.digest
      where r.faults is null
    )
    update cost_imports set lines = (select sum(lines) from billing_sums where good) where id = ${importId}`);
  const months = await tx.db.execute<{ month: string; lines: number }>(
    sql`select billing_month::text as month, sum(lines)::int as lines from billing_sums where good group by 1`,
  );
  // The sums that follow read them all: by what is known of the table before them, they would be looked up one by one.
  if (months.reduce((total, { lines }) => total + lines, 0) >= MANY_LINES)
    await tx.db.execute(sql`analyze cost_lines (source, billing_month, day, key_id, currency, category)`);
  return months.map(({ month }) => month);
}

/** Takes out what an import brought. Out: the billing months that lost lines. */
export async function deleteLinesOf(
  tx: TransactionContext,
  { id, source }: { id: string; source: string },
): Promise<string[]> {
  return deleteLines(
    tx,
    sql`delete from cost_lines l where l.source = ${source} and l.import_id = ${id}::uuid`,
  );
}

/** Keys that were not allocated by this revision, in pages. */
export async function staleKeys(
  db: Executor,
  revision: number,
  page: number,
): Promise<(CostOrigin & { id: number })[]> {
  return db
    .select({
      id: costKeys.id,
      provider: costKeys.provider,
      billingAccountId: costKeys.billingAccountId,
      subAccountId: costKeys.subAccountId,
      serviceCategory: costKeys.serviceCategory,
      serviceName: costKeys.serviceName,
      region: costKeys.region,
      resourceId: costKeys.resourceId,
      resourceType: costKeys.resourceType,
      tags: costKeys.tags,
    })
    .from(costKeys)
    .where(sql`${costKeys.allocation} <> ${revision}`)
    .orderBy(costKeys.id)
    .limit(page);
}

export async function putAllocated(
  db: Executor,
  revision: number,
  keys: readonly (Allocated & { id: number })[],
): Promise<void> {
  await db.execute(sql`
    update cost_keys k set team = t.team, environment = t.environment, cost_centre = t."costCentre", blueprint = t.blueprint,
      entity = t.entity, pool = t.pool, allocated_by = t."allocatedBy", allocation = ${revision}
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as t(id bigint, team text, environment text, "costCentre" text,
      blueprint text, entity text, pool text, "allocatedBy" text)
    where k.id = t.id`);
}

/** All keys are to be allocated anew: whom things belong to has changed, or how that is told. */
export async function forgetAllocation(db: Executor): Promise<void> {
  await db.update(costKeys).set({ allocation: 0 });
}

/** Rows that have tags of which nothing could be made. */
export async function unreadableTags(tx: TransactionContext): Promise<number> {
  const [some] = await tx.db.execute(
    sql`select from billing_tags where tags is null and text not in ('{}', '[]') limit 1`,
  );
  if (!some) return 0;
  const [row] = await tx.db.execute<{ rows: number }>(sql`
    select count(*)::int as rows from billing_read r join billing_tags t on t.text = r.tags
    where t.tags is null and r.tags not in ('{}', '[]')`);
  return row!.rows;
}

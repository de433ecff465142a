import { eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { costImports, costKeys, costLines } from "@/db/schema/cost-lines";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Allocated, CostOrigin } from "../../core/billing/allocate";
import type { CurrencySum, ImportReport } from "../../core/billing/report";
import { KEY_COLUMNS } from "./reading";

const good = sql`faults is null`;

/** How many rows there are and how many cannot be read, with the first of these. */
export async function faultyRows(
  tx: TransactionContext,
  most: number,
): Promise<{ rows: number; refused: number; first: { row: number; faults: string[] }[] }> {
  const [counts] = await tx.db.execute<{ rows: number; refused: number }>(
    sql`select count(*)::int as rows, count(*) filter (where not (${good}))::int as refused from billing_read`,
  );
  const first = await tx.db.execute<{ row: number; faults: string[] }>(
    sql`select line as row, faults from billing_read where not (${good}) order by line limit ${most}`,
  );
  return { rows: counts!.rows, refused: counts!.refused, first: [...first] };
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
): Promise<Pick<ImportReport, "providers" | "months"> & { sums: Sums[] }> {
  const sums = await tx.db.execute<Record<string, unknown> & Sums>(sql`
    select currency, trim_scale(sum(billed))::text as billed, trim_scale(sum(effective))::text as effective,
      trim_scale(coalesce(sum(list), 0))::text as list, count(*)::int as lines
    from billing_read where ${good} group by currency order by currency`);
  const providers = await tx.db.execute<Record<string, unknown> & ImportReport["providers"][number]>(sql`
    select provider, currency, trim_scale(sum(billed))::text as billed, count(*)::int as lines
    from billing_read where ${good} group by provider, currency order by sum(billed) desc, provider limit 50`);
  const months = await tx.db.execute<{ month: string }>(sql`
    select distinct to_char(day, 'YYYY-MM') as month from billing_read where ${good} order by month`);
  return { sums: [...sums], providers: [...providers], months: months.map(({ month }) => month) };
}

/** Accounts and billing months of the good rows: what of the same source is for them is replaced. */
const replaced = (source: string) => sql`
  from cost_lines l join cost_keys k on k.id = l.key_id
  where l.source = ${source} and (k.provider, k.billing_account_id, l.billing_month) in
    (select provider, billing_account_id, billing_month from billing_read where ${good} group by 1, 2, 3)`;

export async function countReplaced(tx: TransactionContext, source: string): Promise<number> {
  const [row] = await tx.db.execute<{ lines: number }>(
    sql`select count(*)::int as lines ${replaced(source)}`,
  );
  return row!.lines;
}

/** Out: the billing months that lost lines. */
export async function deleteReplaced(tx: TransactionContext, source: string): Promise<string[]> {
  const rows = await tx.db.execute<{ month: string }>(sql`
    with gone as (
      delete from cost_lines where id in (select l.id ${replaced(source)}) returning billing_month
    ) select distinct billing_month::text as month from gone`);
  return rows.map(({ month }) => month);
}

/** Adds the keys that are new, not allocated yet. */
export async function addKeys(tx: TransactionContext): Promise<void> {
  const columns = sql.raw(KEY_COLUMNS.filter((column) => column !== "tags").join(", "));
  await tx.db.execute(sql`
    insert into cost_keys (digest, ${columns}, tags, allocation)
    select distinct on (r.digest) r.digest, ${sql.raw(
      KEY_COLUMNS.filter((column) => column !== "tags")
        .map((column) => `r.${column}`)
        .join(", "),
    )}, t.tags, 0
    from billing_read r left join billing_tags t on t.text = r.tags
    where r.faults is null
    order by r.digest
    on conflict (digest) do nothing`);
}

/** Keeps the good rows as lines. Out: how many, and their billing months. */
export async function insertLines(
  tx: TransactionContext,
  { importId, source }: { importId: string; source: string },
): Promise<{ lines: number; months: string[] }> {
  const result = await tx.db.execute(sql`
    insert into cost_lines (import_id, row, source, key_id, billing_month, day, period_start, period_end, category, correction,
      billed, effective, list, contracted, currency, quantity, unit, sku, description, rest)
    select ${importId}::uuid, r.line, ${source}::text, k.id, r.billing_month, r.day, r.period_start, r.period_end, r.category,
      r.correction, r.billed, r.effective, r.list, r.contracted, r.currency, r.quantity, r.unit, r.sku, r.description, r.rest
    from billing_read r join cost_keys k on k.digest = r.digest
    where r.faults is null order by r.line`);
  const months = await tx.db.execute<{ month: string }>(
    sql`select distinct billing_month::text as month from billing_read where ${good}`,
  );
  return { lines: result.count, months: months.map(({ month }) => month) };
}

/** Takes an import's lines out again. Out: the billing months that lost lines. */
export async function deleteLinesOf(tx: TransactionContext, importId: string): Promise<string[]> {
  const [row] = await tx.db
    .select({ source: costImports.source })
    .from(costImports)
    .where(eq(costImports.id, importId));
  const rows = await tx.db.execute<{ month: string }>(sql`
    with gone as (
      delete from cost_lines where source = ${row!.source} and import_id = ${importId}::uuid returning billing_month
    ) select distinct billing_month::text as month from gone`);
  return rows.map(({ month }) => month);
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

/** How many lines the given imports still have. */
export async function linesOf(db: Executor, imports: readonly string[]): Promise<Map<string, number>> {
  if (!imports.length) return new Map();
  const rows = await db
    .select({ importId: costLines.importId, lines: sql<number>`count(*)::int` })
    .from(costLines)
    .where(inArray(costLines.importId, [...imports]))
    .groupBy(costLines.importId);
  return new Map(rows.map(({ importId, lines }) => [importId, lines]));
}

/** Rows that have tags of which nothing could be made. */
export async function unreadableTags(tx: TransactionContext): Promise<number> {
  const [row] = await tx.db.execute<{ rows: number }>(sql`
    select count(*)::int as rows from billing_read r join billing_tags t on t.text = r.tags
    where t.tags is null and r.tags not in ('{}', '[]')`);
  return row!.rows;
}

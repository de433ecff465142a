import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { TOTAL, type CountDelta } from "../core/count-rules";

/** Held by whoever replaces rows of counts: two at once would count twice. */
const COUNTS_LOCK = 727465;

export async function insertCounts(
  tx: Transaction,
  deltas: readonly (CountDelta & { blueprintId: string })[],
): Promise<void> {
  if (deltas.length === 0) return;
  await tx.execute(sql`
    insert into entity_counts (blueprint_id, key, value, n)
    select r."blueprintId", r.key, r.value, r.n
    from jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb) as r("blueprintId" uuid, key text, value text, n bigint)`);
}

/** Adds up rows of the same value, in one statement so that every snapshot sees the same sums. Out: how many rows went. */
export async function fold(tx: Transaction): Promise<number> {
  const [lock] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${COUNTS_LOCK}) as mine`,
  );
  if (!lock?.mine) return 0;
  const [folded] = await tx.execute<{ n: number }>(sql`
    with several as (
      select blueprint_id, key, value from entity_counts group by blueprint_id, key, value having count(*) > 1
    ), gone as (
      delete from entity_counts c using several s
      where c.blueprint_id = s.blueprint_id and c.key = s.key and c.value = s.value
      returning c.blueprint_id, c.key, c.value, c.n
    ), sums as (
      insert into entity_counts (blueprint_id, key, value, n)
      select blueprint_id, key, value, sum(n) from gone group by blueprint_id, key, value having sum(n) <> 0
    )
    select count(*)::int as n from gone`);
  return folded?.n ?? 0;
}

/** Counts a blueprint's entities anew. Its caller holds the blueprint, so that nobody writes entities meanwhile. */
export async function recountFrom(
  tx: Transaction,
  blueprintId: string,
  keys: readonly string[],
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${COUNTS_LOCK})`);
  await tx.execute(sql`delete from entity_counts where blueprint_id = ${blueprintId}`);
  await tx.execute(sql`
    insert into entity_counts (blueprint_id, key, value, n)
    select ${blueprintId}::uuid, c.key, c.value, count(*) from entities e cross join lateral (
      select ${TOTAL}::text as key, ${TOTAL}::text as value
      union all select '$team', team from (select distinct unnest(e.team) as team) teams
      union all select k.key, e.properties ->> k.key
        from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as k(key)
        where jsonb_typeof(e.properties -> k.key) in ('string', 'number', 'boolean')
    ) c where e.blueprint_id = ${blueprintId} group by c.key, c.value`);
}

/** How many entities have a value, by value, as this transaction sees it. */
export async function countsOf(db: Executor, blueprintId: string, key: string): Promise<Map<string, number>> {
  const rows = await db.execute<{ value: string; n: string }>(sql`
    select value, sum(n) as n from entity_counts where blueprint_id = ${blueprintId} and key = ${key}
    group by value having sum(n) <> 0 order by value`);
  return new Map(rows.map(({ value, n }) => [value, Number(n)]));
}

import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { entityRecomputations } from "@/db/schema/catalog";
import type { TimeInterval } from "../../core/property-history";

/** Recomputations of an entity, newest first, not older than `since` and older than `before`. */
export const recomputationsOf = (
  db: Executor,
  entityId: string,
  { since, before, limit }: { since?: Date; before?: Date; limit: number },
) =>
  db
    .select()
    .from(entityRecomputations)
    .where(
      and(
        eq(entityRecomputations.entityId, entityId),
        since && gte(entityRecomputations.at, since),
        before && lt(entityRecomputations.at, before),
      ),
    )
    .orderBy(desc(entityRecomputations.at), desc(entityRecomputations.id))
    .limit(limit);

/** What an entity had of some keys from one moment on: of all of them after a write, of those that changed after a recomputation. */
export interface ValueState extends Record<string, unknown> {
  at: string;
  values: Record<string, unknown>;
}

/** How values of an entity came about, oldest first; the newest `limit` of them. Meta properties have their $. */
export async function valueStates(
  db: Executor,
  entityId: string,
  keys: string[],
  limit: number,
): Promise<ValueState[]> {
  const at = sql`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;
  const names = sql`(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as key) names`;
  return db.execute<ValueState>(sql`
    select at, "values" from (
      select ${at}, 0 as kind, revision::bigint as place, (
        select jsonb_object_agg(key, case when left(key, 1) = '$' then snapshot -> substr(key, 2) else snapshot -> 'properties' -> key end)
        from ${names}
      ) as "values"
      from entity_revisions where entity_id = ${entityId}::uuid
      union all
      select ${at}, 1, id, (
        select jsonb_object_agg(key, "values" -> key) from ${names} where jsonb_exists("values", key)
      )
      from entity_recomputations
      where entity_id = ${entityId}::uuid and exists (select 1 from ${names} where jsonb_exists("values", key))
      order by at desc, kind desc, place desc limit ${limit}
    ) newest order by at, kind, place`);
}

const STEP: Record<TimeInterval, [unit: string, step: string]> = {
  hour: ["hour", "1 hour"],
  day: ["day", "1 day"],
  isoWeek: ["week", "1 week"],
  month: ["month", "1 month"],
  quarter: ["quarter", "3 months"],
};

/**
 * The starts of the intervals from one moment to another, in a time zone and so with its summer time, in ms since 1970; the
 * first may lie before `from`.
 */
export async function intervalStarts(
  db: Executor,
  interval: TimeInterval,
  timeZone: string,
  from: Date,
  to: Date,
): Promise<number[]> {
  const [unit, step] = STEP[interval];
  const local = (instant: Date) =>
    sql`date_trunc(${unit}, ${instant.toISOString()}::timestamptz at time zone ${timeZone})`;
  // Hours are counted as they pass: at the end of summer time the clock shows one of them twice.
  const series =
    interval === "hour"
      ? sql`generate_series(date_trunc('hour', ${from.toISOString()}::timestamptz, ${timeZone}), ${to.toISOString()}::timestamptz, '1 hour') s(at)`
      : sql`(select at at time zone ${timeZone} as at from generate_series(${local(from)}, ${local(to)}, ${step}::interval) l(at)) s`;
  const rows = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from s.at) * 1000)::float8 as ms from ${series} order by 1`,
  );
  return rows.map((row) => row.ms);
}

/** The start of a day in a time zone, so many days from the one that it is then. */
export async function dayStart(db: Executor, timeZone: string, now: Date, days: number): Promise<Date> {
  const [row] = await db.execute<{ ms: number }>(sql`
    select (extract(epoch from (date_trunc('day', ${now.toISOString()}::timestamptz at time zone ${timeZone})
      + make_interval(days => ${days}::int)) at time zone ${timeZone}) * 1000)::float8 as ms`);
  return new Date(row!.ms);
}

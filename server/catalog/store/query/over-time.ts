import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { PRESET_DAYS } from "../../core/query/schema";
import { INTERVALS, type Interval, type TimePreset } from "../../core/time-range";
import { timeOf, valueOf } from "../computed/aggregations";

export interface TimeFrame {
  /** Ms since 1970; the end belongs to it. */
  from: number;
  to: number;
  interval: Interval;
  timeZone: string;
  measureTimeBy: string;
}

const at = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`;
const UNITS: Record<Interval, string> = {
  hour: "hour",
  day: "day",
  isoWeek: "week",
  month: "month",
  quarter: "quarter",
};

/** The beginning of the unit of time that a moment lies in, as clocks of the time zone show it. */
const unitOf = (moment: SQL, { interval, timeZone }: Pick<TimeFrame, "interval" | "timeZone">): SQL =>
  sql`date_trunc(${UNITS[interval]}, ${moment}, ${timeZone})`;
const ms = (moment: SQL): SQL => sql`(extract(epoch from ${moment}) * 1000)::float8`;

/** When a span begins; whole days are those of the time zone. */
export async function spanOf(
  db: Executor,
  preset: TimePreset,
  timeZone: string,
  now: Date,
): Promise<{ from: number; to: number }> {
  const to = at(now.getTime());
  if (preset !== "today" && preset !== "yesterday")
    return { from: now.getTime() + PRESET_DAYS[preset] * 86_400_000, to: now.getTime() };
  const midnight = sql`date_trunc('day', ${to}, ${timeZone})`;
  const dayBefore = sql`date_add(${midnight}, '-1 day'::interval, ${timeZone})`;
  const dayAfter = sql`date_add(${midnight}, '1 day'::interval, ${timeZone})`;
  const [from, end] = preset === "today" ? [midnight, dayAfter] : [dayBefore, midnight];
  const [row] = await db.execute<{ from: number; to: number }>(
    sql`select ${ms(from)} as "from", ${ms(end)} - 1 as "to"`,
  );
  return row ?? { from: 0, to: 0 };
}

/** Beginnings of all units of time from the first to the last, in ms; days and weeks around a change of clocks too. */
export async function unitsOf(db: Executor, frame: Omit<TimeFrame, "measureTimeBy">): Promise<number[]> {
  const [first, last] = [unitOf(at(frame.from), frame), unitOf(at(frame.to), frame)];
  const rows = await db.execute<{ unit: number }>(sql`
    select ${ms(sql`unit`)} as unit from generate_series(${first}, ${last}, ${INTERVALS[frame.interval]}::interval, ${frame.timeZone}) unit order by 1`);
  return rows.map((row) => row.unit);
}

const within = (moment: SQL, { from, to }: TimeFrame): SQL =>
  sql`${moment} >= ${at(from)} and ${moment} <= ${at(to)}`;

/** One function of several numbers, by unit of time. `last`: of the entity that is last in the unit. */
export async function numbersByUnit(
  db: Executor,
  where: SQL,
  frame: TimeFrame,
  func: "average" | "sum" | "min" | "max" | "median" | "last",
  properties: string[],
): Promise<{ unit: number; values: (number | null)[] }[]> {
  const moment = timeOf(frame.measureTimeBy);
  const columns = properties.map((property) => {
    if (func !== "last")
      return valueOf(
        { func, property, averageOf: "total", measureTimeBy: frame.measureTimeBy },
        sql`jsonb_typeof(entities.properties -> ${property}::text) = 'number'`,
        sql`now()`,
      );
    return sql`((array_agg((entities.properties ->> ${property}::text)::float8 order by ${moment} desc, entities.id desc)
      filter (where jsonb_typeof(entities.properties -> ${property}::text) = 'number'))[1])`;
  });
  const rows = await db.execute<{ unit: number; values: (number | null)[] }>(sql`
    select ${ms(sql`t.unit`)} as unit, t.values from (
      select ${unitOf(moment, frame)} as unit, jsonb_build_array(${sql.join(columns, sql`, `)}) as values
      from entities where ${where} and ${within(moment, frame)} group by 1
    ) t`);
  return [...rows];
}

/** How many entities there are by unit of time and, if asked, by value of a property; the most frequent values alone. */
export async function countsByUnit(
  db: Executor,
  where: SQL,
  frame: TimeFrame,
  breakdown: SQL | null,
  most: number,
): Promise<{ unit: number; value: unknown; n: number }[]> {
  const moment = timeOf(frame.measureTimeBy);
  // Counted before values are compared: there are few of them, and many entities.
  const rows = await db.execute<{ unit: number; value: unknown; n: number }>(sql`
    with counted as materialized (
      select ${unitOf(moment, frame)} as unit, ${breakdown ?? sql`null::jsonb`} as value, count(*)::int as n
      from entities where ${where} and ${within(moment, frame)} group by 1, 2
    ), shown as (select value from counted group by value order by sum(n) desc, value limit ${most}::int)
    select ${ms(sql`c.unit`)} as unit, c.value, c.n from counted c join shown s on s.value is not distinct from c.value
    order by c.unit, c.value`);
  return [...rows];
}

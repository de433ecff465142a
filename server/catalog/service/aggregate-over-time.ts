import { Invalid } from "@/server/kernel/errors";
import { MOST_SERIES, type OverTimeBody } from "../core/aggregate-schema";
import { EVERYTHING } from "../core/query/schema";
import type { Interval } from "../core/time-range";
import { breakdownSql } from "../store/query/facets";
import { countsByUnit, numbersByUnit, spanOf, unitsOf, type TimeFrame } from "../store/query/over-time";
import { countedBy, matchedBy, requireClass } from "./aggregate-entities";
import type { AnyContext } from "./write";

/** One unit of time: when it begins, and a number for each series that has one there. */
export type Point = { date: number } & Record<string, number>;

export interface OverTime {
  /** The span, in ms since 1970. */
  minDate: number;
  maxDate: number;
  /** Every unit of time in it, in order. */
  data: Point[];
  /** Names of the series, and of a breakdown the values that they stand for; the most frequent first. */
  names: string[];
  values: unknown[];
  /** There are more values than series. */
  more: boolean;
}

/** More units of time are no longer a chart. */
const MOST_UNITS = 5000;
const HOURS: Record<Interval, number> = { hour: 1, day: 24, isoWeek: 168, month: 672, quarter: 2160 };

/**
 * Numbers of the entities that match by hour, day, week, month or quarter of a time zone. Series are properties, or values
 * of the property that breaks the count down, or `count`; a unit without entities counts 0 and has no other number. An
 * average of entities is that of a day, or of an hour by hours.
 */
export async function aggregateOverTime(
  ctx: AnyContext,
  body: OverTimeBody,
  { mostSeries = MOST_SERIES }: { mostSeries?: number } = {},
): Promise<OverTime> {
  const { query = EVERYTHING, measureTimeBy = "$createdAt", timeInterval: interval = "day" } = body;
  const { preset, timeZone = "UTC" } = body.timeRange ?? { preset: "lastMonth" as const };
  const matched = await matchedBy(ctx, query, body.blueprint);
  requireClass(matched, measureTimeBy, "instant", ["measureTimeBy"]);
  const now = new Date();
  const span = await spanOf(ctx.db, preset, timeZone, now);
  if ((span.to - span.from) / 3_600_000 / HOURS[interval] > MOST_UNITS)
    throw Invalid.at(
      ["timeInterval"],
      `"${preset}" has more than ${MOST_UNITS} units of "${interval}". Choose a longer unit or a shorter span.`,
    );
  const frame: TimeFrame = { ...span, interval, timeZone, measureTimeBy };
  const units = await unitsOf(ctx.db, frame);
  const points = new Map(units.map((date) => [date, { date } as Point]));
  let [names, values, more]: [string[], unknown[], boolean] = [["count"], [], false];
  if ("properties" in body) {
    names = body.properties;
    for (const [i, key] of body.properties.entries())
      requireClass(matched, key, "number", ["properties", String(i)]);
    for (const { unit, values } of await numbersByUnit(
      ctx.db,
      matched.where,
      frame,
      body.func,
      body.properties,
    ))
      for (const [i, value] of values.entries())
        if (value !== null) set(points.get(unit), body.properties[i]!, value);
  } else {
    const by = body.breakdownProperty;
    const breakdown = by === undefined ? null : breakdownSql(countedBy(matched, by, ["breakdownProperty"]));
    const rows = await countsByUnit(ctx.db, matched.where, frame, breakdown, mostSeries + 1);
    if (breakdown) [names, values, more] = namedSeries(rows, mostSeries);
    const shown = new Set(names);
    for (const point of points.values()) for (const name of names) set(point, name, 0);
    for (const { unit, value, n } of rows) {
      const name = breakdown ? nameOf(value) : "count";
      if (shown.has(name)) set(points.get(unit), name, n);
    }
    if (body.func === "average") average(points, units, frame);
  }
  return { minDate: span.from, maxDate: span.to, data: [...points.values()], names, values, more };
}

/** The series of a breakdown, the most frequent values first, and whether some are left out. */
function namedSeries(
  rows: readonly { value: unknown; n: number }[],
  most: number,
): [string[], unknown[], boolean] {
  const totals = new Map<string, { value: unknown; n: number }>();
  for (const { value, n } of rows) {
    const name = nameOf(value);
    totals.set(name, { value, n: n + (totals.get(name)?.n ?? 0) });
  }
  const byFrequency = [...totals].sort(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1));
  const shown = byFrequency.slice(0, most);
  return [shown.map(([name]) => name), shown.map(([, { value }]) => value), byFrequency.length > most];
}

/** A series named as the date would take its place. */
const set = (point: Point | undefined, name: string, value: number): void => {
  if (point) point[name === "date" ? "date " : name] = value;
};
const nameOf = (value: unknown): string =>
  value === null || value === undefined
    ? "null"
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** From the number in each unit to that of a day, or of an hour by hours; a day has as many hours as its clocks show. */
function average(points: Map<number, Point>, units: number[], { interval }: TimeFrame): void {
  if (interval === "hour" || interval === "day") return;
  for (const [i, unit] of units.entries()) {
    const next = units[i + 1] ?? unit + HOURS[interval] * 3_600_000;
    const days = Math.max(1, Math.round((next - unit) / 86_400_000));
    const point = points.get(unit);
    if (point) for (const key of Object.keys(point)) if (key !== "date") point[key] = point[key]! / days;
  }
}

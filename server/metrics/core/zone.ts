/**
 * Days of a time zone. A day is its number since 1970-01-01, so that days can be added and weeks counted without a zone;
 * `startOfDay` says when one begins. Days have 23 or 25 hours where clocks change, and the first instant of a day is not
 * always midnight.
 */
export type Day = number;

const MS_A_DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const starts = new Map<string, Map<Day, number>>();
/** So that the memory of a process has an end. */
const MOST_STARTS = 20_000;

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/** The clock of the zone at an instant, read as if it were UTC, in ms. Throws RangeError for a zone that does not exist. */
function wallClock(at: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
}

/** True where the name is a time zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The day that it is in the zone. */
export const dayOf = (at: Date, zone: string): Day => Math.floor(wallClock(at.getTime(), zone) / MS_A_DAY);

/** The first instant of a day in the zone: the earliest one at which it is that day, or a later one where the day was skipped. */
export function startOfDay(day: Day, zone: string): Date {
  let known = starts.get(zone);
  if (!known) starts.set(zone, (known = new Map()));
  let start = known.get(day);
  if (start === undefined) {
    start = firstInstant(day, zone);
    if (known.size >= MOST_STARTS) known.clear();
    known.set(day, start);
  }
  return new Date(start);
}

function firstInstant(day: Day, zone: string): number {
  const midnight = day * MS_A_DAY;
  const reached = (at: number) => wallClock(at, zone) >= midnight;
  const guess = midnight - (wallClock(midnight, zone) - midnight);
  if (reached(guess) && !reached(guess - 1_000)) return guess;
  // Clocks change on that day: halve the time in which it must begin, down to a second.
  let before = midnight - 16 * 3_600_000;
  let after = midnight + 16 * 3_600_000;
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2_000) * 1_000;
    if (reached(middle)) after = middle;
    else before = middle;
  }
  return after;
}

export const INTERVALS = ["day", "week", "month", "quarter"] as const;
export type Interval = (typeof INTERVALS)[number];

/** The first day of the interval that the day is in: weeks begin on Monday (ISO 8601). */
export function startOf(interval: Interval, day: Day): Day {
  if (interval === "day") return day;
  // Day 0 was a Thursday.
  if (interval === "week") return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * MS_A_DAY);
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), interval === "month" ? month : month - (month % 3), 1) / MS_A_DAY;
}

/** The day `count` intervals after one; `day` is to be the first of its interval. */
export function addIntervals(interval: Interval, day: Day, count: number): Day {
  if (interval === "day") return day + count;
  if (interval === "week") return day + 7 * count;
  const date = new Date(day * MS_A_DAY);
  const months = interval === "month" ? count : 3 * count;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / MS_A_DAY;
}

/** YYYY-MM-DD. */
export const dateOf = (day: Day): string => new Date(day * MS_A_DAY).toISOString().slice(0, 10);

/** The day that YYYY-MM-DD names; null where there is no such day. */
export function dayNamed(date: string): Day | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) || dateOf(at / MS_A_DAY) !== date ? null : at / MS_A_DAY;
}

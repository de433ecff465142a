/** Days as texts, YYYY-MM-DD, in UTC. */

const DAY_MS = 86_400_000;

export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

/** How many days lie between; the second is not counted. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

export const monthStart = (day: string): string => `${day.slice(0, 7)}-01`;

export const nextMonth = (day: string): string => monthStart(addDays(monthStart(day), 31));

/** The Monday of a day's week. */
const weekStart = (day: string): string => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));

/** The same day so many months later, or the end of a month that has no such day. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const start = Date.UTC(year, month - 1 + count, 1);
  const end = nextMonth(new Date(start).toISOString().slice(0, 10));
  const at = new Date(start + (date - 1) * DAY_MS).toISOString().slice(0, 10);
  return at < end ? at : end;
}

/**
 * What a span is compared with: as many months before one that begins and ends with a month, else as many days before. Of a span
 * that is billed in part the same part, so that a month that goes on is held against the same days of the last one.
 *
 * @param billedUntil the last day that is billed; null when nothing is
 */
export function spanBefore(
  from: string,
  to: string,
  billedUntil: string | null,
): { from: string; to: string } {
  const end = billedUntil !== null && billedUntil >= from ? addDays(billedUntil, 1) : to;
  const until = end < to ? end : to;
  if (!from.endsWith("-01") || !to.endsWith("-01")) {
    const length = daysBetween(from, to);
    return { from: addDays(from, -length), to: addDays(until, -length) };
  }
  const at = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const months = at(to) - at(from);
  return { from: addMonths(from, -months), to: addMonths(until, -months) };
}

export interface Bucket {
  /** By which PostgreSQL's date_trunc names it. */
  key: string;
  /** The part of it that lies in the span. */
  from: string;
  to: string;
}

/** A span cut into days, ISO weeks or months; the first and the last may be parts. */
export function bucketsOf(from: string, to: string, interval: "day" | "week" | "month"): Bucket[] {
  const start = { day: (one: string) => one, week: weekStart, month: monthStart }[interval];
  const next = {
    day: (one: string) => addDays(one, 1),
    week: (one: string) => addDays(one, 7),
    month: nextMonth,
  }[interval];
  const buckets: Bucket[] = [];
  for (let key = start(from); key < to; key = next(key)) {
    const end = next(key);
    buckets.push({ key, from: key < from ? from : key, to: end > to ? to : end });
  }
  return buckets;
}

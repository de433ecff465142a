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

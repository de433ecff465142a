import { Invalid } from "@/server/kernel/errors";
import type { Window } from "./result";
import { addIntervals, dayNamed, dayOf, type Interval, startOf, startOfDay } from "./zone";

/** What is asked about: whole periods that are over, or any span. `from` and `to` are dates of the zone, or instants; half-open. */
export type Range = { last: string } | { from: string; to: string };

export interface Bucket extends Window {
  /** Not over yet, or cut by the range. */
  partial: boolean;
}

export interface ResolvedRange {
  /** What the value is computed over. */
  window: Window;
  /** As long, in days of the calendar, and just before. */
  previous: Window;
  interval: Interval;
  /** The window cut at the calendar; at the end of a "last" range also the period that is under way. */
  buckets: Bucket[];
  zone: string;
  /** The moment that it is resolved at. */
  asOf: Date;
}

/** So many that a chart can be read, and a query has an end. */
const MOST_BUCKETS = 400;
const UNITS = { d: "day", w: "week", m: "month", q: "quarter" } as const;

/**
 * Makes windows of a range. "12w" is the twelve ISO weeks that ended last, "28d" the last 28 whole days, "12m" and "4q" alike.
 * An interval that is not given fits the length. Throws Invalid for a range that cannot be read, is empty, or has too many buckets.
 */
export function resolveRange(range: Range, zone: string, asOf: Date, interval?: Interval): ResolvedRange {
  const today = dayOf(asOf, zone);
  if ("last" in range) {
    const span = spanNamed(range.last);
    if (!span)
      throw Invalid.at(
        ["range", "last"],
        `"${range.last}" is not a span. Write a number and d, w, m or q, as "12w".`,
      );
    const { unit, count } = span;
    const end = startOf(unit, today);
    const first = addIntervals(unit, end, -count);
    const before = addIntervals(unit, end, -2 * count);
    const day = (d: number) => startOfDay(d, zone);
    const window = { from: day(first), to: day(end) };
    const chosen = interval ?? fitting(end - first);
    return {
      window,
      previous: { from: day(before), to: day(first) },
      interval: chosen,
      // The period under way is shown after those that are over.
      buckets: bucketsOf({ from: window.from, to: asOf > window.to ? asOf : window.to }, chosen, zone, asOf),
      zone,
      asOf,
    };
  }
  const from = instantOf(range.from, zone, "from");
  const to = instantOf(range.to, zone, "to");
  if (from >= to) throw Invalid.at(["range", "to"], `"to" has to be after "from": the span is empty.`);
  if (from >= asOf)
    throw Invalid.at(["range", "from"], `"from" is in the future, where nothing has happened yet.`);
  const window = { from, to: to > asOf ? asOf : to };
  const days = dayOf(new Date(window.to.getTime() - 1), zone) - dayOf(from, zone) + 1;
  const chosen = interval ?? fitting(days);
  return {
    window,
    previous: before(window, days, zone),
    interval: chosen,
    buckets: bucketsOf({ from, to }, chosen, zone, asOf),
    zone,
    asOf,
  };
}

/** What "12w" says; null where it is no span. */
function spanNamed(text: string): { unit: Interval; count: number } | null {
  const [, digits, letter] = /^([1-9]\d{0,3})([dwmq])$/.exec(text) ?? [];
  return digits ? { unit: UNITS[letter as keyof typeof UNITS], count: Number(digits) } : null;
}

/** "26 weeks" of "26w". Throws where it is no span. */
export function spanInWords(text: string): string {
  const span = spanNamed(text);
  if (!span) throw new Error(`"${text}" is not a span.`);
  return `${span.count} ${span.unit}${span.count === 1 ? "" : "s"}`;
}

/**
 * The window of a span that ends with `to`, and the one before. Days and weeks are counted back from there, months and quarters are
 * whole ones, with the one that `to` is in. Throws where it is no span.
 */
export function spanUntil(to: Date, span: string, zone: string): Pick<ResolvedRange, "window" | "previous"> {
  const named = spanNamed(span);
  if (!named) throw new Error(`"${span}" is not a span.`);
  const { unit, count } = named;
  const whole = unit === "month" || unit === "quarter";
  const end = whole ? startOf(unit, dayOf(to, zone)) : dayOf(new Date(to.getTime() - 1), zone) + 1;
  const back = (times: number) => startOfDay(addIntervals(unit, end, -times * count), zone);
  return { window: { from: back(1), to }, previous: { from: back(2), to: back(1) } };
}

/** The window that ends where a range does and is as long as a metric needs, with the one before; null where the range is as long. */
export function widened(
  { window, zone }: Pick<ResolvedRange, "window" | "zone">,
  span: string,
): Pick<ResolvedRange, "window" | "previous"> | null {
  const longer = spanUntil(window.to, span, zone);
  return longer.window.from < window.from ? longer : null;
}

/** A date is the beginning of that day; anything else has to be an instant with its offset. */
function instantOf(text: string, zone: string, key: string): Date {
  const day = dayNamed(text);
  if (day !== null) return startOfDay(day, zone);
  const instant = /^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:?\d{2})$/.test(text) ? new Date(text) : null;
  if (!instant || Number.isNaN(instant.getTime()))
    throw Invalid.at(
      ["range", key],
      `"${text}" is neither a date (2026-03-31) nor an instant with its offset.`,
    );
  return instant;
}

const fitting = (days: number): Interval => (days <= 35 ? "day" : days <= 190 ? "week" : "month");

/** Whole days are compared with as many days; a span within a day with one of the same length. */
function before(window: Window, days: number, zone: string): Window {
  const first = dayOf(window.from, zone);
  if (startOfDay(first, zone).getTime() === window.from.getTime())
    return { from: startOfDay(first - days, zone), to: window.from };
  return { from: new Date(2 * window.from.getTime() - window.to.getTime()), to: window.from };
}

/** A span cut at the calendar, as far as time has come. Throws Invalid where that makes too many. */
export function bucketsOf({ from, to }: Window, interval: Interval, zone: string, asOf: Date): Bucket[] {
  const buckets: Bucket[] = [];
  let day = startOf(interval, dayOf(from, zone));
  for (;;) {
    const next = addIntervals(interval, day, 1);
    const begin = startOfDay(day, zone);
    const end = startOfDay(next, zone);
    if (begin >= to || begin >= asOf) return buckets;
    const cut = { from: begin < from ? from : begin, to: end > to && to < asOf ? to : end };
    // A day that a zone skipped has no instant.
    if (cut.from < cut.to)
      buckets.push({
        ...cut,
        partial: end > asOf || cut.from > begin || cut.to < end,
      });
    if (buckets.length > MOST_BUCKETS)
      throw Invalid.at(
        ["interval"],
        `The range has more than ${MOST_BUCKETS} of these intervals. Choose a longer interval or a shorter range.`,
      );
    day = next;
  }
}

/** Length in weeks: by days of the calendar between begins of days, where clocks may change; else by the hours. */
export function weeksIn({ from, to }: Window, zone: string): number {
  const [first, last] = [dayOf(from, zone), dayOf(to, zone)];
  const whole =
    startOfDay(first, zone).getTime() === from.getTime() && startOfDay(last, zone).getTime() === to.getTime();
  return (whole ? last - first : (to.getTime() - from.getTime()) / 86_400_000) / 7;
}

/** The whole ISO weeks of the zone within a window. */
export function fullWeeks({ from, to }: Window, zone: string): Window[] {
  const weeks: Window[] = [];
  let day = startOf("week", dayOf(from, zone));
  if (startOfDay(day, zone) < from) day += 7;
  for (; startOfDay(day + 7, zone) <= to; day += 7)
    weeks.push({ from: startOfDay(day, zone), to: startOfDay(day + 7, zone) });
  return weeks;
}

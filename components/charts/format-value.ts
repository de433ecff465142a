import { formatCount, formatDuration, formatMoney, formatPercent } from "@/components/ui/format";
import type { Unit } from "@/server/metrics/core/figure";

const decimals = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** A value as people read it; a dash for none. */
export function formatValue(value: number | null, unit: Unit, currency = "USD"): string {
  if (value === null) return "–";
  switch (unit) {
    case "count":
      return Number.isInteger(value) ? formatCount(value) : decimals.format(value);
    case "perDay":
      return `${decimals.format(value)} a day`;
    case "perWeek":
      return `${decimals.format(value)} a week`;
    case "per100":
      return `${decimals.format(value)} per 100`;
    case "duration":
      return formatDuration(value * 1000);
    case "hours":
      return `${decimals.format(value)} h`;
    case "ratio":
      return formatPercent(value);
    case "score":
      return `${decimals.format(value)} of 10`;
    case "index":
      return decimals.format(value);
    case "points":
      return value > 0 ? `+${decimals.format(value)}` : decimals.format(value);
    case "money":
      return formatMoney(value, currency);
  }
}

/** The same for an axis, where room is scarce. */
export function formatTick(value: number, unit: Unit, currency = "USD"): string {
  if (unit === "perDay" || unit === "perWeek" || unit === "per100" || unit === "score")
    return decimals.format(value);
  if (unit === "money")
    return new Intl.NumberFormat("en-US", {
      style: "currency",
      currency,
      notation: "compact",
      maximumFractionDigits: 1,
    }).format(value);
  if (unit === "duration") return shortDuration(value);
  return formatValue(value, unit, currency);
}

/** One unit with a digit after the point, so that neighbours on an axis never read the same. */
function shortDuration(seconds: number): string {
  const [size, name] = DURATIONS.find(([least]) => Math.abs(seconds) >= least) ?? [1, "s"];
  return seconds === 0 ? "0" : `${decimals.format(seconds / size)}${name}`;
}
const DURATIONS = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "m"],
] as const;

/** How a value differs from the one before it; null where there is nothing to compare. */
export function formatChange(value: number | null, previous: number | null, unit: Unit): string | null {
  if (value === null || previous === null) return null;
  const difference = value - previous;
  if (unit === "ratio") return `${signed(difference * 100)} pts`;
  if (unit === "points" || unit === "score" || unit === "index") return signed(difference);
  if (previous === 0) return difference === 0 ? "no change" : null;
  const share = difference / Math.abs(previous);
  return Math.abs(share) < 0.0005 ? "no change" : `${signed(share * 100)}%`;
}

const signed = (value: number) =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${decimals.format(Math.abs(value))}`;

/** Whether a change is for the better; null where neither way is, or nothing changed. */
export function isBetter(
  value: number | null,
  previous: number | null,
  direction: "up" | "down" | "none",
): boolean | null {
  if (value === null || previous === null || value === previous || direction === "none") return null;
  return direction === "up" ? value > previous : value < previous;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const monthFormat = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

/**
 * A bucket as an axis names it. Buckets begin at midnight of some zone, so the half of a day is added that makes the day the right
 * one whatever the zone. Hours are named as they are written.
 */
export function bucketLabel(from: string, interval: "hour" | "day" | "week" | "month" | "quarter"): string {
  if (interval === "hour")
    return `${dayFormat.format(new Date(`${from.slice(0, 10)}T12:00:00Z`))} ${from.slice(11, 16)}`;
  const at = new Date(from.length === 10 ? `${from}T12:00:00Z` : Date.parse(from) + 12 * 3_600_000);
  if (interval === "month") return monthFormat.format(at);
  if (interval === "quarter") return `Q${Math.floor(at.getUTCMonth() / 3) + 1} ${at.getUTCFullYear()}`;
  return dayFormat.format(at);
}

/** The last day of a span that ends before the midnight of some zone. */
export const lastDayLabel = (to: string): string =>
  bucketLabel(new Date(Date.parse(to) - 24 * 3_600_000).toISOString(), "day");

/** "1,744 deployments", "1 deployment" */
export const formatCounted = (n: number, things: string): string =>
  `${formatPart(n)} ${n === 1 ? things.replace(/s\b/, "") : things}`.trim();

/** A count, or a sum of shares, as it stands in "x of y": whole, or with one decimal. */
export const formatPart = (value: number): string =>
  new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(value);

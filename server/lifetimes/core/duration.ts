const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Shorter would be over before anybody has seen what was made. */
export const SHORTEST = MINUTE;
/** Ten years: longer is no end. */
export const LONGEST = 3650 * DAY;

const UNITS: Record<string, number> = { w: WEEK, d: DAY, h: HOUR, m: MINUTE };
const SHORT = /^(?:(\d{1,6})w)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m)?$/;
const ISO = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?)?$/;

export const DURATION_FAULT =
  "Use a duration such as 90m, 4h, 3d, 2w or 1d12h, or as in ISO 8601, such as PT4H: at least one minute, at most ten years.";

/**
 * Seconds of "4h", "3d", "1d12h", "PT4H", "P3D". Null for anything else: nothing, zero, signs, fractions, exponents, months and
 * years, whose length depends on the day.
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim();
  const found = SHORT.exec(trimmed.toLowerCase()) ?? ISO.exec(trimmed.toUpperCase());
  if (!found || /[PT]$/i.test(trimmed)) return null;
  const seconds = ["w", "d", "h", "m"].reduce(
    (sum, unit, at) => sum + Number(found[at + 1] ?? 0) * UNITS[unit]!,
    0,
  );
  return seconds >= SHORTEST && seconds <= LONGEST ? seconds : null;
}

/** "3 days", "1 day 12 hours", "4 hours": at most the two largest units, rounded down. */
export function durationWords(seconds: number): string {
  const total = Math.max(Math.floor(seconds), 0);
  if (total < MINUTE) return "less than a minute";
  const parts: [number, string][] = [
    [Math.floor(total / DAY), "day"],
    [Math.floor((total % DAY) / HOUR), "hour"],
    [Math.floor((total % HOUR) / MINUTE), "minute"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}

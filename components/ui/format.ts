const counts = new Intl.NumberFormat("en-US");
const compacts = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

/** 12345 to "12,345". */
export const formatCount = (value: number): string => counts.format(value);
/** 12345 to "12.3K". */
export const formatCompact = (value: number): string => compacts.format(value);
/** 0.125 to "12.5%". */
export const formatPercent = (share: number): string => percents.format(share);

/** Money in a currency by its ISO 4217 code: 12.5 to "$12.50". */
export const formatMoney = (value: number, currency = "USD"): string =>
  new Intl.NumberFormat("en-US", { style: "currency", currency }).format(value);

/** Bytes in powers of 1024: 1536 to "1.5 KiB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${bytes < 0 ? "−" : ""}${Number(value.toFixed(digits))} ${units[unit]}`;
}

/** Milliseconds as people say them, two units at most: 83000 to "1m 23s", 420 to "420ms". */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return "–";
  if (milliseconds < 1000) return `${Math.round(milliseconds)}ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${Number(seconds.toFixed(1))}s`;
  const whole = Math.round(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(" ");
}

const relative = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago or ahead of `now`, both in milliseconds: "3 minutes ago", "in 2 days"; within 45 s "just now". */
export function formatRelative(at: number, now: number): string {
  const seconds = (at - now) / 1000;
  if (Math.abs(seconds) < 45) return seconds > 20 ? "in a moment" : "just now";
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size * 0.95) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(Math.round(seconds / 60) || (seconds < 0 ? -1 : 1), "minute");
}

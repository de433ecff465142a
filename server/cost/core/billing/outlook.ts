/** Days of history that a forecast and a check for anomalies look at. */
const FORECAST_DAYS = 14;
const LEAST_FORECAST_DAYS = 7;
const HISTORY_DAYS = 28;
const LEAST_HISTORY_DAYS = 14;
/** Modified z-score above which a day is odd: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993. */
const ODD = 3.5;

export interface Forecast {
  /** What the month will come to; null when there is too little to go by. */
  amount: number | null;
  /** 95 %, by how much days differ from one another. */
  interval: [number, number] | null;
  soFar: number;
  /** Days of the month that are billed. */
  days: number;
  daysInMonth: number;
  insufficient: { have: number; need: number } | null;
}

/**
 * What a month will come to: what is billed of it, and for each day that is missing the mean of the last fourteen billed days.
 *
 * @param days daily amounts up to the last one that is billed, the oldest first, without gaps; may begin before the month
 * @param inMonth how many of them, at the end, are of the month
 */
export function forecastMonth(days: readonly number[], inMonth: number, daysInMonth: number): Forecast {
  const soFar = days.slice(days.length - inMonth).reduce((total, day) => total + day, 0);
  const recent = days.slice(-FORECAST_DAYS);
  const base = { soFar, days: inMonth, daysInMonth };
  const left = daysInMonth - inMonth;
  if (left === 0) return { ...base, amount: soFar, interval: [soFar, soFar], insufficient: null };
  if (recent.length < LEAST_FORECAST_DAYS)
    return {
      ...base,
      amount: null,
      interval: null,
      insufficient: { have: recent.length, need: LEAST_FORECAST_DAYS },
    };
  const mean = recent.reduce((total, day) => total + day, 0) / recent.length;
  const variance = recent.reduce((total, day) => total + (day - mean) ** 2, 0) / (recent.length - 1);
  // The days to come vary as days do, and the mean itself is known only so well.
  const error = 1.96 * Math.sqrt(variance * (left + left ** 2 / recent.length));
  const amount = soFar + left * mean;
  return { ...base, amount, interval: [amount - error, amount + error], insufficient: null };
}

export interface Anomaly {
  day: string;
  group: string;
  amount: number;
  /** The median of the four weeks before. */
  expected: number;
  /** Modified z-score; infinite where all those days were alike. */
  score: number;
}

/**
 * Days on which a group cost much more or less than in the four weeks before, by the median and the median absolute deviation,
 * which a single odd day does not move. Differences below `least` are nobody's concern.
 */
export function anomaliesOf(
  series: readonly { group: string; days: readonly { day: string; amount: number }[] }[],
  { from, least }: { from: string; least: number },
): Anomaly[] {
  const found: Anomaly[] = [];
  for (const { group, days } of series)
    days.forEach(({ day, amount }, n) => {
      const before = days.slice(Math.max(0, n - HISTORY_DAYS), n).map((one) => one.amount);
      if (day < from || before.length < LEAST_HISTORY_DAYS) return;
      const expected = median(before);
      const difference = Math.abs(amount - expected);
      if (difference < least) return;
      const deviation = median(before.map((one) => Math.abs(one - expected)));
      const score = deviation === 0 ? Infinity : (0.6745 * difference) / deviation;
      if (score >= ODD) found.push({ day, group, amount, expected, score });
    });
  return found.sort((a, b) => (a.day === b.day ? (a.group < b.group ? -1 : 1) : a.day < b.day ? 1 : -1));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Days of history that a forecast looks at. */
const FORECAST_DAYS = 14;
const LEAST_FORECAST_DAYS = 7;

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

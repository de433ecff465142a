import type { Insufficient } from "./figure";

/** Half-open: `from` is part of it, `to` is not. */
export interface Window {
  from: Date;
  to: Date;
}

/** A metric over one window. `value` is null where it would not be true, and then `insufficient` says why. */
export interface MetricResult {
  value: number | null;
  /** How many events the value stands on. */
  n: number;
  numerator?: number;
  denominator?: number;
  /** 95 %. */
  interval?: [number, number];
  insufficient?: Insufficient;
  parts?: Record<string, number | null>;
  /**
   * Of a team: the fewest people that it was about at any time when there was anybody. What one of them did follows from two windows
   * that end at different times, however many there were over each. Never shown.
   */
  fewest?: number;
  quantiles?: { p50: number | null; p75: number | null; p90: number | null };
}

/** What a metric says where there is nothing to count. */
export const noData = (why: string, need = 1): MetricResult => ({
  value: null,
  n: 0,
  insufficient: { why, have: 0, need },
});

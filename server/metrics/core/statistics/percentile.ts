/**
 * The value at a fraction of the sorted sample: the first whose share of the sample is at least that large, so always one that
 * was measured. It is SQL's `percentile_disc` (ISO/IEC 9075-2, inverse distribution functions). Null of nothing.
 */
export function percentileDisc(sample: readonly number[], fraction: number): number | null {
  if (sample.length === 0) return null;
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)]!;
}

/** The median that is a value of the sample. */
export const medianDisc = (sample: readonly number[]): number | null => percentileDisc(sample, 0.5);

/** Half of the sample, three quarters and nine tenths are at most this. */
export const quantilesOf = (sample: readonly number[]) => ({
  p50: percentileDisc(sample, 0.5),
  p75: percentileDisc(sample, 0.75),
  p90: percentileDisc(sample, 0.9),
});

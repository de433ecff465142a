import type { DistributionFigure } from "@/server/metrics/core/figure";

/** Where a value stands on the axis, from 0 to 1: ranges are equally wide, and within one it is by its share of the range. */
export function placeOf({ buckets }: Pick<DistributionFigure, "buckets">, value: number): number {
  const at = buckets.findIndex(({ to }) => to === null || value < to);
  const bucket = buckets[at];
  if (!bucket) return 1;
  // The last range has no end: what lies there stands in its middle.
  const share = bucket.to === null ? 0.5 : (value - bucket.from) / (bucket.to - bucket.from);
  return (at + Math.min(Math.max(share, 0), 1)) / buckets.length;
}

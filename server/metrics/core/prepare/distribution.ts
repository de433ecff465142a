import type { MetricDistribution } from "../../schema";
import type { DistributionFigure } from "../figure";

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Where durations are told apart: people do not care whether something took four days or five. In seconds. */
export const DURATION_CUTS = [
  HOUR / 4,
  HOUR,
  4 * HOUR,
  12 * HOUR,
  DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
];

/** How measured values are spread, without empty ends; null where there is none. */
export function distributionFigure({
  definition,
  cuts,
  counts,
  quantiles,
  n,
}: MetricDistribution): DistributionFigure | null {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0 || !quantiles) return null;
  const last = counts.findLastIndex((count) => count > 0);
  const mark = (label: string, value: number | null) => (value === null ? [] : [{ label, value }]);
  return {
    shape: "distribution",
    title: `${definition.title}: how it is spread`,
    unit: definition.unit,
    direction: definition.direction,
    sources: definition.sources,
    n,
    metric: definition.id,
    buckets: counts
      .slice(first, last + 1)
      .map((count, at) => ({ from: cuts[first + at - 1] ?? 0, to: cuts[first + at] ?? null, count })),
    marks: [
      ...mark("Median", quantiles.p50),
      ...mark("Three in four", quantiles.p75),
      ...mark("Nine in ten", quantiles.p90),
    ],
  };
}

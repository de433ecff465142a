import type { SeriesFigure } from "@/server/metrics/core/figure";

/** What happened within one bucket: one line in the chart, with a number that the list below says too. */
export interface Happened {
  number: number;
  /** Which bucket. */
  bucket: number;
  items: SeriesFigure["annotations"];
}

/** The annotations of a course by bucket, in order. What lies outside of all buckets is left out. */
export function happenedIn({ buckets, annotations }: SeriesFigure): Happened[] {
  const found = buckets.map(({ from, to }, bucket) => ({
    bucket,
    items: annotations.filter(
      ({ at }) => Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(to),
    ),
  }));
  return found.filter(({ items }) => items.length > 0).map((one, at) => ({ number: at + 1, ...one }));
}

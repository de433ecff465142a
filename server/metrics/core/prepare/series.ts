import type { MetricValue } from "../../schema";
import type { SeriesFigure } from "../figure";
import type { MetricResult } from "../result";
import { baseOf } from "./base";

/**
 * The course of a metric, with the period before laid over it bucket by bucket. A bucket without a value is a gap; the one under
 * way is marked, and has nothing to be compared with. Null where no course was asked for.
 */
export function seriesFigure(
  value: MetricValue,
  annotations: readonly SeriesFigure["annotations"][number][] = [],
): SeriesFigure | null {
  const { series, definition } = value;
  if (!series) return null;
  const line = (id: string, label: string, results: readonly (MetricResult | undefined)[]) => ({
    id,
    label,
    values: results.map((r) => r?.value ?? null),
    n: results.map((r) => (r && r.value !== null ? r.n : null)),
    ...(results.some((r) => r?.interval) ? { intervals: results.map((r) => r?.interval ?? null) } : {}),
  });
  const before = series.previous;
  const compared = before && series.buckets.map((b, n) => (b.partial ? undefined : before[n]));
  return {
    shape: "series",
    ...baseOf(value, value.result),
    interval: series.interval,
    buckets: series.buckets,
    series: [
      line("value", definition.title, series.results),
      ...(compared?.some((r) => r && r.value !== null)
        ? [{ ...line("previous", "Period before", compared), compare: true }]
        : []),
    ],
    annotations: [...annotations]
      .filter(({ at }) => at >= (series.buckets[0]?.from ?? at) && at < (series.buckets.at(-1)?.to ?? at))
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

/** The course where it has anything to draw: one of gaps alone says less than the value by itself. */
export function drawnSeries(
  value: MetricValue,
  annotations: readonly SeriesFigure["annotations"][number][] = [],
): SeriesFigure | null {
  const course = seriesFigure(value, annotations);
  return course?.series.some(({ values }) => values.some((one) => one !== null)) ? course : null;
}

/** Several courses of one metric under one another's axis: one for each team or service that was asked for by itself. */
export function coursesFigure(
  title: string,
  courses: readonly { id: string; label: string; value: MetricValue }[],
): SeriesFigure | null {
  const first = courses.find(({ value }) => value.series);
  const drawn = first && seriesFigure(first.value);
  if (!drawn) return null;
  return {
    ...drawn,
    title,
    n: null,
    series: courses.flatMap(({ id, label, value }) => {
      const own = seriesFigure({ ...value, series: value.series && { ...value.series, previous: null } });
      return own ? [{ ...own.series[0]!, id, label }] : [];
    }),
  };
}

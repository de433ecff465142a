import type { MetricValue } from "../../schema";
import type { Figure } from "../figure";
import type { MetricResult } from "../result";

/** What figures of a metric have in common. */
export function baseOf(
  { definition }: Pick<MetricValue, "definition">,
  result: MetricResult,
): Pick<Figure, "title" | "unit" | "direction" | "sources" | "n" | "counts" | "metric" | "insufficient"> {
  return {
    title: definition.title,
    unit: definition.unit,
    direction: definition.direction,
    sources: definition.sources,
    n: result.value === null ? null : result.n,
    counts: definition.counts,
    metric: definition.id,
    ...(result.insufficient ? { insufficient: result.insufficient } : {}),
  };
}

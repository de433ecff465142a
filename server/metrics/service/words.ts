import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { MetricDefinition } from "../definition";
import { METRICS, metricOf } from "../definitions/registry";
import type { MetricWords } from "../schema";

export const wordsOf = (metric: MetricDefinition): MetricWords => ({
  id: metric.id,
  title: metric.title,
  question: metric.question,
  formula: metric.formula,
  unit: metric.unit,
  direction: metric.direction,
  floor: metric.floor,
  counts: metric.counts ?? metric.floor?.of ?? "events",
  sources: metric.sources,
  window: metric.window,
  needs: metric.needs ?? null,
  dimensions: metric.dimensions,
  rules: metric.rules,
  scale: metric.scale ?? null,
  personal: metric.personal ?? false,
  parts: metric.parts ?? {},
  listed: metric.facts !== undefined && !metric.personal && !metric.unavailable,
  unavailable: metric.unavailable ?? null,
});

/** What every metric says of itself, in the order of the registry. */
export function listMetrics(ctx: Context): MetricWords[] {
  checkPermission(ctx.actor, "insights.read");
  return METRICS.map(wordsOf);
}

/** The metric of an id. Throws NotFound. */
export function requireMetric(id: string): MetricDefinition {
  const metric = metricOf(id);
  if (!metric) throw new NotFound("Metric", id);
  return metric;
}

import type { Context } from "@/server/kernel/context";
import { databaseNow } from "@/server/kernel/clock";
import { checkPermission } from "@/server/kernel/permissions";
import { DURATION_CUTS } from "../core/prepare/distribution";
import { resolveRange } from "../core/range";
import type { DistributionAsk, MetricDistribution } from "../schema";
import { countsBetween } from "../store/distribution";
import { figureSettings } from "../store/scope";
import { scopeOf } from "./scope";
import { requireMetric, wordsOf } from "./words";

/**
 * How the durations behind a median are spread; null of a metric that measures none, or that is about people. Throws as
 * `metricValues` does.
 */
export async function metricDistribution(
  ctx: Context,
  ask: DistributionAsk,
): Promise<MetricDistribution | null> {
  checkPermission(ctx.actor, "insights.read");
  const metric = requireMetric(ask.metric);
  if (metric.personal || metric.unavailable || metric.unit !== "duration" || !metric.facts) return null;
  if (!metric.dimensions.includes(ask.scope.kind)) return null;
  const [{ timeZone, serviceBlueprint }, asOf] = await Promise.all([
    figureSettings(ctx.db),
    databaseNow(ctx.db),
  ]);
  const scope = await scopeOf(ctx, ask.scope, serviceBlueprint);
  const { window } = resolveRange(ask.range ?? { last: metric.window }, timeZone, asOf);
  const of = { ...scope, windows: [window], detailed: 1, by: null, zone: timeZone, asOf };
  const [counts, [whole]] = await Promise.all([
    countsBetween(ctx.db, metric.facts(of), of, DURATION_CUTS),
    metric.compute(ctx.db, of),
  ]);
  return {
    definition: wordsOf(metric),
    cuts: DURATION_CUTS,
    counts,
    quantiles: whole?.result.quantiles ?? null,
    n: counts.reduce((sum, count) => sum + count, 0),
  };
}

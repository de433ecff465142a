import { teamTitles } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import type { ResolvedRange } from "../core/range";
import type { MetricResult } from "../core/result";
import type { MetricDefinition } from "../definition";
import type { MetricBreakdown } from "../schema";
import { computeKnown } from "./known";
import { hiddenKeys, protect } from "./protect";
import { servicesFor } from "./scope";
import type { Question } from "./values";

/** A result for each team or service of the scope. Services that the actor may not read are left out. */
export async function breakdownOf(
  ctx: Context,
  metric: MetricDefinition,
  { ask, scope, zone, asOf, at, blueprint }: Question,
  range: ResolvedRange,
  by: "team" | "service",
): Promise<MetricBreakdown> {
  if (metric.unavailable) return { by, rows: [] };
  const windows = ask.compare !== "none" ? [range.window, range.previous] : [range.window];
  const cells = await computeKnown(
    ctx.db,
    metric,
    { ...scope, windows, detailed: metric.personal ? windows.length : 1, by, zone, asOf },
    at,
  );
  const byKey = new Map<string, MetricResult[]>();
  for (const { window, key, result } of cells) {
    if (key === null) continue;
    const results = byKey.get(key) ?? [];
    results[window] = result;
    byKey.set(key, results);
  }
  const keys = [...byKey.keys()];
  const { titles, hidden } =
    by === "service"
      ? await servicesFor(ctx, blueprint, keys)
      : { titles: await teamTitles(ctx, keys), hidden: new Set<string>() };
  const whole = metric.personal
    ? await computeKnown(
        ctx.db,
        metric,
        { ...scope, windows, detailed: windows.length, by: null, zone, asOf },
        at,
      )
    : [];
  const small = windows.map((_, ix) =>
    metric.personal
      ? hiddenKeys(metric, byKey, ix, whole.find(({ window }) => window === ix)?.result)
      : new Set<string>(),
  );
  return {
    by,
    rows: keys
      .filter((key) => !hidden.has(key))
      .map((key) => {
        const [result, previous] = byKey.get(key)!;
        return {
          key,
          label: titles.get(key) ?? key,
          result: protect(metric, result!, small[0]!.has(key)),
          previous: previous ? protect(metric, previous, small[1]!.has(key)) : null,
        };
      })
      .sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)),
  };
}

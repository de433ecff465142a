import type { Context } from "@/server/kernel/context";
import { type Peers, peersOf } from "../core/peers";
import type { ResolvedRange } from "../core/range";
import type { MetricResult } from "../core/result";
import type { MetricDefinition } from "../definition";
import { developersByCell } from "../store/people";
import { computeKnown } from "./known";
import { hiddenKeys, protect } from "./protect";
import type { Question } from "./values";

/**
 * How the other teams do, each by itself without those below it; null where a metric has no teams, or a service is asked about. A
 * team that has others below it is compared with none: their sum is no team's.
 */
export async function peersIn(
  ctx: Context,
  metric: MetricDefinition,
  { ask, scope, zone, asOf, at }: Question,
  range: ResolvedRange,
): Promise<Peers | null> {
  if (ask.scope.kind === "service" || !metric.dimensions.includes("team") || metric.unavailable) return null;
  if ((scope.teams?.length ?? 0) > 1)
    return {
      of: "other teams",
      n: 0,
      band: null,
      insufficient: {
        why: "It has teams below it, and each of them has peers of its own.",
        have: 0,
        need: 0,
      },
    };
  const of = { teams: null, service: null, windows: [range.window], zone, asOf, by: "team" as const };
  const [cells, developers] = await Promise.all([
    computeKnown(ctx.db, metric, { ...of, detailed: metric.personal ? 1 : 0 }, at),
    developersByCell(ctx.db, { ...of, detailed: 0 }),
  ]);
  const results = new Map<string, MetricResult[]>();
  for (const { key, result } of cells) if (key !== null) results.set(key, [result]);
  const hidden = metric.personal ? hiddenKeys(metric, results) : new Set<string>();
  const own = ask.scope.kind === "team" ? ask.scope.id : null;
  const teams = new Set([...results.keys(), ...(own === null ? [] : [own])]);
  return peersOf(
    [...teams].map((team) => {
      const [result] = results.get(team) ?? [];
      return {
        team,
        size: developers.of(0, team).headcount || null,
        result: result ? protect(metric, result, hidden.has(team)) : { value: null, n: 0 },
      };
    }),
    own,
  );
}

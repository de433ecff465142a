import type { Context } from "@/server/kernel/context";
import { hiddenGroups } from "../core/privacy";
import type { MetricResult, Window } from "../core/result";
import type { Computed, MetricDefinition } from "../definition";
import { siblingsOf } from "../store/teams";
import { computeKnown } from "./known";
import type { Question } from "./values";

/** How many people a result is about. */
const peopleOf = (result: MetricResult | undefined): number =>
  result?.parts?.people ?? result?.insufficient?.have ?? 0;
/** How many there were where there were the fewest. */
const fewestOf = (result: MetricResult | undefined): number =>
  Math.min(peopleOf(result), result?.fewest ?? Infinity);

/** What may be shown of a result about people: nothing of a group that is hidden, or smaller than the floor. */
export function protect(metric: MetricDefinition, told: MetricResult, hidden: boolean): MetricResult {
  const { fewest: _, ...result } = told;
  if (!metric.personal || !metric.floor) return result;
  const people = fewestOf(told);
  if (!hidden && people >= metric.floor.need) return result;
  return {
    value: null,
    n: 0,
    insufficient: {
      why:
        people < metric.floor.need
          ? `Nothing is shown of fewer than ${metric.floor.need} ${metric.floor.of}.`
          : "Nothing is shown, or what a smaller group beside it does would follow from it.",
      have: Math.min(people, metric.floor.need),
      need: metric.floor.need,
    },
  };
}

/** Stands for those who are in no team. */
const NO_TEAM = "";

/** The groups that give away too much; beside them, of the whole where it is known, who is in none of them. */
function tooMuch(
  metric: MetricDefinition,
  results: readonly [string, MetricResult | undefined][],
  whole: MetricResult | undefined,
): Set<string> {
  const groups = results.map(([key, result]) => ({ key, people: fewestOf(result) }));
  const rest = peopleOf(whole) - results.reduce((sum, [, result]) => sum + peopleOf(result), 0);
  return hiddenGroups(
    rest > 0 ? [...groups, { key: NO_TEAM, people: rest }] : groups,
    metric.floor?.need ?? 0,
  );
}

/** The keys of a breakdown that give away too much, in one of its windows. */
export const hiddenKeys = (
  metric: MetricDefinition,
  byKey: ReadonlyMap<string, readonly (MetricResult | undefined)[]>,
  window = 0,
  whole?: MetricResult,
): Set<string> =>
  tooMuch(
    metric,
    [...byKey].map(([key, results]) => [key, results[window]]),
    whole,
  );

/**
 * In which of the windows a team among those beside it gives away too much: who asks for one after the other learns no more than
 * from the breakdown.
 */
export async function protectedIn(
  ctx: Context,
  metric: MetricDefinition,
  { ask, zone, asOf, at }: Question,
  windows: readonly Window[],
): Promise<boolean[]> {
  const { scope } = ask;
  if (!metric.personal || scope.kind !== "team") return windows.map(() => false);
  const { groups, isTop } = await siblingsOf(ctx.db, scope.id);
  const resultsFor = async (teams: string[] | null) => {
    const whole = { teams, service: null, windows, detailed: windows.length, by: null, zone, asOf };
    return computeKnown(ctx.db, metric, whole, at);
  };
  const [all, ...each] = await Promise.all([
    isTop ? resultsFor(null) : [],
    ...groups.map(({ teams }) => resultsFor(teams)),
  ]);
  const of = (cells: readonly Computed[], ix: number) => cells.find(({ window }) => window === ix)?.result;
  return windows.map((_, ix) =>
    tooMuch(
      metric,
      groups.map(({ team }, n) => [team, of(each[n]!, ix)]),
      of(all, ix),
    ).has(scope.id),
  );
}

import type { Context } from "@/server/kernel/context";
import { hiddenGroups } from "../core/privacy";
import type { ResolvedRange } from "../core/range";
import type { MetricResult } from "../core/result";
import type { MetricDefinition } from "../definition";
import { siblingsOf } from "../store/teams";
import { computeKnown } from "./known";
import type { Question } from "./values";

/** How many people a result is about. */
const peopleOf = (result: MetricResult | undefined): number =>
  result?.parts?.people ?? result?.insufficient?.have ?? 0;

/** What may be shown of a result about people: nothing of a group that is hidden, or smaller than the floor. */
export function protect(metric: MetricDefinition, result: MetricResult, hidden: boolean): MetricResult {
  if (!metric.personal || !metric.floor) return result;
  const people = peopleOf(result);
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

/** The keys of a breakdown that give away too much, in the window of the value. */
export const hiddenKeys = (
  metric: MetricDefinition,
  byKey: ReadonlyMap<string, MetricResult[]>,
): Set<string> =>
  hiddenGroups(
    [...byKey].map(([key, [result]]) => ({ key, people: peopleOf(result) })),
    metric.floor?.need ?? 0,
  );

/** The same of a team among those beside it: who asks for one after the other learns no more than from the breakdown. */
export async function protectedTeams(
  ctx: Context,
  metric: MetricDefinition,
  { ask, zone, asOf, at }: Question,
  range: ResolvedRange,
): Promise<Set<string>> {
  if (ask.scope.kind !== "team") return new Set();
  const siblings = await siblingsOf(ctx.db, ask.scope.id);
  const groups = await Promise.all(
    siblings.map(async ({ team, teams }) => {
      const whole = { teams, service: null, windows: [range.window], detailed: 1, by: null, zone, asOf };
      const [cell] = await computeKnown(ctx.db, metric, whole, at);
      return { key: team, people: peopleOf(cell?.result) };
    }),
  );
  return hiddenGroups(groups, metric.floor?.need ?? 0);
}

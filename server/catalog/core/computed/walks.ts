import { groupBy } from "./groups";
import { ALL, DETACHED, type Mark } from "./marks";
import { hopsBetween, type Hop } from "./paths";
import type { AggregationPlan } from "./aggregation";
import type { BlueprintPlan, ComputedPlan, MirrorPlan } from "./plan";

/** How to get from marked entities to those whose values depend on them. */
export type Route =
  /** Along these relations, one after the other, each against its direction. */
  | { kind: "path"; relations: string[] }
  /** Along these relations as often as they lead on, the start included. */
  | { kind: "closure"; relations: string[]; direction: "forward" | "backward" };

/** Entities of one blueprint, found from marked ones, and what of them must be computed anew. */
export interface Walk {
  blueprint: BlueprintPlan;
  /** Aggregations; or `OWN` for mirrors, teams and calculations. */
  keys: string[];
  seeds: string[];
  routes: Route[];
}

/** In place of a key: all that an entity takes from itself and along its relations. */
export const OWN = "@own";

/** From marks of one blueprint's entities to all that depends on them. */
export function walksFor(plan: ComputedPlan, hops: readonly Hop[], blueprint: string, marks: Mark[]): Walk[] {
  const walks: Walk[] = [];
  for (const reader of plan.blueprints.values()) {
    for (const mirror of pathsOf(reader)) walks.push(...mirrorWalks(reader, mirror, blueprint, marks));
    walks.push(...identifierWalks(reader, hops, blueprint, marks));
    for (const aggregation of reader.aggregations)
      walks.push(...aggregationWalks(reader, aggregation, hops, blueprint, marks));
  }
  return merged(walks.filter((walk) => walk.seeds.length > 0));
}

const ids = (marks: Mark[]) => [...new Set(marks.map((mark) => mark.entityId))];
const changed = (mark: Mark, keys: ReadonlySet<string> | null) =>
  mark.keys.some((key) => key === ALL || (key !== DETACHED && (keys === null || keys.has(key))));

const pathsOf = ({ mirrors, team }: BlueprintPlan): Pick<MirrorPlan, "hops" | "end">[] => [
  ...mirrors,
  ...(team ? [{ hops: team, end: "$team" }] : []),
];

function mirrorWalks(
  reader: BlueprintPlan,
  { hops, end }: Pick<MirrorPlan, "hops" | "end">,
  blueprint: string,
  marks: Mark[],
): Walk[] {
  const keys = new Set([end]);
  return hops.flatMap((hop, i) => {
    if (hop.to !== blueprint) return [];
    const last = i === hops.length - 1;
    const seeds = ids(marks.filter((mark) => (last && changed(mark, keys)) || (!last && mark.relations)));
    const relations = hops
      .slice(0, i + 1)
      .map((h) => h.relation)
      .reverse();
    return [{ blueprint: reader, keys: [OWN], seeds, routes: [{ kind: "path" as const, relations }] }];
  });
}

/** Calculations see the identifiers of what the entity relates to, so they follow when one is renamed. */
function identifierWalks(
  reader: BlueprintPlan,
  hops: readonly Hop[],
  blueprint: string,
  marks: Mark[],
): Walk[] {
  if (!reader.calculations.some(({ expression }) => expression.includes("relations"))) return [];
  const seeds = ids(marks.filter((mark) => mark.keys.includes("$identifier")));
  return hops
    .filter((hop) => hop.from === reader.identifier && hop.to === blueprint)
    .map(({ relation }) => ({
      blueprint: reader,
      keys: [OWN],
      seeds,
      routes: [{ kind: "path", relations: [relation] }],
    }));
}

function aggregationWalks(
  reader: BlueprintPlan,
  { key, target, forward, backward, reads, foreign }: AggregationPlan,
  hops: readonly Hop[],
  blueprint: string,
  marks: Mark[],
): Walk[] {
  const back = closure(forward, "backward");
  const on = closure(backward, "forward");
  const walk = (seeds: Mark[], ...routes: (Route | null)[]): Walk[] =>
    routes.includes(null)
      ? []
      : [{ blueprint: reader, keys: [key], seeds: ids(seeds), routes: routes as Route[] }];
  const walks: Walk[] = [];
  if (blueprint === target) {
    const seeds = marks.filter((mark) => changed(mark, reads));
    walks.push(...walk(seeds, back), ...walk(seeds, on));
  }
  const related = marks.filter((mark) => mark.relations);
  if (forward.some((hop) => hop.from === blueprint)) walks.push(...walk(related, back));
  if (backward.some((hop) => hop.from === blueprint)) walks.push(...walk(related, on));
  if (backward.some((hop) => hop.to === blueprint))
    walks.push(
      ...walk(
        marks.filter((mark) => mark.keys.includes(DETACHED)),
        on,
      ),
    );
  if (foreign)
    // The query may look at whatever is related to the target, so every target on a way from here counts as changed.
    for (const first of [
      closure(hopsBetween(hops, blueprint, target), "forward"),
      closure(hopsBetween(hops, target, blueprint), "backward"),
    ])
      walks.push(...walk(marks, first, back), ...walk(marks, first, on));
  return walks;
}

const closure = (hops: readonly Hop[], direction: "forward" | "backward"): Route | null =>
  hops.length
    ? { kind: "closure", relations: [...new Set(hops.map((hop) => hop.relation))].sort(), direction }
    : null;

/** Walks of the same way from the same entities are one. */
function merged(walks: Walk[]): Walk[] {
  const same = groupBy(walks, (w) => JSON.stringify([w.blueprint.identifier, w.routes, w.seeds]));
  return [...same.values()].map((group) => ({
    ...group[0]!,
    keys: [...new Set(group.flatMap((walk) => walk.keys))],
  }));
}

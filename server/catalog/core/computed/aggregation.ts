import { isMeta, type Model, propertyOf } from "../model";
import { allHops, hopsBetween, walkPath, type Hop } from "./paths";
import { readQuery } from "./query-reads";

export type AverageOf = "hour" | "day" | "week" | "month" | "total";

/** One step of an exact path: a relation, followed once or, within one blueprint, up to so many times. */
export interface PathStep extends Hop {
  maxHops: number;
}

/** A number computed over related entities of one blueprint. */
export interface AggregationPlan {
  key: string;
  target: string;
  func: "count" | "sum" | "min" | "max" | "median" | "average";
  /** The number to aggregate; null: the entities themselves are counted. */
  property: string | null;
  averageOf: AverageOf;
  /** The date by which an average by interval places an entity in time. */
  measureTimeBy: string;
  /** As it is defined; null: all related entities count. */
  query: Record<string, unknown> | null;
  /** Relations on the ways from the entity to the target, and from the target to the entity. */
  forward: Hop[];
  backward: Hop[];
  /** Only what this exact path leads to; it starts at the entity, or ends there (`reverse`). Null: related in any way. */
  path: { steps: PathStep[]; reverse: boolean } | null;
  /** Keys of the target that decide the result; null: any may. */
  reads: ReadonlySet<string> | null;
  /** Whether the query looks at further entities, so that a change of them decides too. */
  foreign: boolean;
  /** Whether the result changes as time passes. */
  timed: boolean;
}

interface Raw {
  target?: unknown;
  query?: unknown;
  pathFilter?: { path: (string | { relation?: string; maxHops?: number })[]; fromBlueprint?: string }[];
  calculationSpec?: {
    func?: AggregationPlan["func"];
    property?: string;
    averageOf?: AverageOf;
    measureTimeBy?: string;
  };
}

/** The plan of one aggregation; or why it can have no value, with the key at which the definition says so. */
export function planAggregation(
  model: Model,
  blueprint: string,
  key: string,
  definition: Record<string, unknown>,
): AggregationPlan | { fault: string; at: string[]; refused: boolean } {
  const raw = definition as Raw;
  const target = String(raw.target);
  const spec = raw.calculationSpec ?? {};
  if (!model.blueprints.has(target))
    return { fault: `There is no blueprint "${target}".`, at: ["target"], refused: false };
  const property = spec.property ?? null;
  const number = property === null ? null : propertyOf(model, target, property);
  if (property !== null && !number)
    return {
      fault: `The blueprint "${target}" has no property "${property}".`,
      at: ["calculationSpec", "property"],
      refused: false,
    };
  if (number && number.definition.type !== "number")
    return {
      fault: `"${property}" of "${target}" is of type "${number.definition.type}", and only numbers can be aggregated.`,
      at: ["calculationSpec", "property"],
      refused: true,
    };
  const averageOf = spec.averageOf ?? "total";
  const measureTimeBy = spec.measureTimeBy ?? "$createdAt";
  const byInterval = spec.func === "average" && averageOf !== "total";
  if (spec.func === "average") {
    const date = propertyOf(model, target, measureTimeBy);
    const at = ["calculationSpec", "measureTimeBy"];
    if (!date)
      return { fault: `The blueprint "${target}" has no property "${measureTimeBy}".`, at, refused: false };
    if (date.definition.type !== "string" || !/^(date-time|timer)$/.test(date.definition.format ?? ""))
      return {
        fault: `"${measureTimeBy}" of "${target}" is no date, and an average by time needs one, such as $createdAt.`,
        at,
        refused: true,
      };
  }
  const query = (raw.query ?? null) as Record<string, unknown> | null;
  const read = readQuery(query, (name) => isMeta(name) || propertyOf(model, target, name) !== null);
  const route = routeOf(model, blueprint, target, raw.pathFilter?.[0]);
  if ("fault" in route) return route;
  const reads = read.any
    ? null
    : new Set([
        ...read.keys,
        ...(property === null ? [] : [property]),
        ...(byInterval ? [measureTimeBy] : []),
      ]);
  return {
    key,
    target,
    func: spec.func ?? "count",
    property,
    averageOf,
    measureTimeBy,
    query,
    ...route,
    reads,
    foreign: read.foreign,
    timed: read.timed || byInterval,
  };
}

type Route = Pick<AggregationPlan, "forward" | "backward" | "path">;

function routeOf(
  model: Model,
  blueprint: string,
  target: string,
  filter: NonNullable<Raw["pathFilter"]>[number] | undefined,
): Route | { fault: string; at: string[]; refused: boolean } {
  if (filter) return pathRoute(model, blueprint, target, filter);
  const hops = allHops(model);
  const forward = hopsBetween(hops, blueprint, target);
  const backward = hopsBetween(hops, target, blueprint);
  if (forward.length === 0 && backward.length === 0)
    return {
      fault: `No relation leads from "${blueprint}" to "${target}" or back, directly or by way of others.`,
      at: ["target"],
      refused: false,
    };
  return { forward, backward, path: null };
}

function pathRoute(
  model: Model,
  blueprint: string,
  target: string,
  filter: NonNullable<Raw["pathFilter"]>[number],
): Route | { fault: string; at: string[]; refused: boolean } {
  const at = ["pathFilter", "0", "path"];
  const from = filter.fromBlueprint ?? blueprint;
  const reverse = filter.fromBlueprint !== undefined && from === target;
  if (from !== blueprint && from !== target)
    return {
      fault: `A path starts at "${blueprint}" or at the target "${target}", not at "${from}".`,
      at: ["pathFilter", "0", "fromBlueprint"],
      refused: true,
    };
  const steps: PathStep[] = [];
  const names = filter.path.map((step) => (typeof step === "string" ? step : (step.relation ?? "")));
  const walked = walkPath(model, from, names);
  if ("missing" in walked) return { fault: walked.missing, at: [...at, String(walked.step)], refused: true };
  for (const [i, hop] of walked.hops.entries()) {
    const step = filter.path[i];
    const maxHops = typeof step === "object" ? (step.maxHops ?? 1) : 1;
    if (maxHops > 1 && hop.from !== hop.to)
      return {
        fault: `"${hop.relation}" leads from "${hop.from}" to "${hop.to}". Only a relation of a blueprint to itself can be followed more than once.`,
        at: [...at, String(i), "maxHops"],
        refused: true,
      };
    steps.push({ ...hop, maxHops });
  }
  const end = reverse ? blueprint : target;
  if (walked.end !== end)
    return {
      fault: `The path leads from "${from}" to "${walked.end}", and should lead to "${end}".`,
      at,
      refused: true,
    };
  return {
    forward: reverse ? [] : walked.hops,
    backward: reverse ? walked.hops : [],
    path: { steps, reverse },
  };
}

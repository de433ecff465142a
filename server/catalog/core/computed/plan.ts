import type { PropertyDefinition } from "@/server/properties/schema";
import type { BlueprintDefinition } from "../../schema";
import { type Model, propertyOf } from "../model";
import { planAggregation, type AggregationPlan } from "./aggregation";
import { cyclicNodes, nodeOf } from "./dependencies";
import { walkPath, type Hop } from "./paths";

/** A value taken over from the entities at the end of a path of relations. */
export interface MirrorPlan {
  key: string;
  hops: Hop[];
  /** Key of the last hop's blueprint, or a meta property. */
  end: string;
  /** A list of values, since a relation on the way leads to many. */
  many: boolean;
}

/** A value computed by a jq expression from the entity itself. */
export interface CalculationPlan {
  key: string;
  expression: string;
  type: PropertyDefinition["type"];
}

/** What is computed for the entities of one blueprint. */
export interface BlueprintPlan {
  id: string;
  identifier: string;
  mirrors: MirrorPlan[];
  calculations: CalculationPlan[];
  aggregations: AggregationPlan[];
  /** The path to the entity whose teams own this one; null where teams are written. */
  team: Hop[] | null;
  /** Why a key has no value for any entity, such as a property that does not exist. */
  faults: Record<string, string>;
}

/** What is computed for all blueprints of a model. */
export interface ComputedPlan {
  blueprints: ReadonlyMap<string, BlueprintPlan>;
  byId: ReadonlyMap<string, BlueprintPlan>;
}

const plans = new WeakMap<Model, ComputedPlan>();

/** The plan of a model; made once for each model. What cannot be computed is a fault in it, never an error. */
export function planOf(model: Model): ComputedPlan {
  const known = plans.get(model);
  if (known) return known;
  const cyclic = cyclicNodes(model);
  const all = [...model.blueprints.values()].map(({ id, definition }) =>
    blueprintPlan(model, id, definition, cyclic),
  );
  const plan: ComputedPlan = {
    blueprints: new Map(all.map((p) => [p.identifier, p])),
    byId: new Map(all.map((p) => [p.id, p])),
  };
  plans.set(model, plan);
  return plan;
}

/** The path of an inherited ownership; null where teams are written. */
export function inheritedPath(definition: BlueprintDefinition): string[] | null {
  const { type, path } = (definition.ownership ?? {}) as { type?: string; path?: string };
  return type === "Inherited" && typeof path === "string" ? path.split(".") : null;
}

function blueprintPlan(
  model: Model,
  id: string,
  definition: BlueprintDefinition,
  cyclic: ReadonlySet<string>,
): BlueprintPlan {
  const { identifier } = definition;
  const faults: Record<string, string> = {};
  const plan: BlueprintPlan = {
    id,
    identifier,
    mirrors: [],
    calculations: [],
    aggregations: [],
    team: null,
    faults,
  };
  const isCyclic = (key: string) => {
    if (!cyclic.has(nodeOf(identifier, key))) return false;
    faults[key] = "It depends on itself, by way of other computed properties.";
    return true;
  };
  for (const [key, { path }] of Object.entries(definition.mirrorProperties ?? {})) {
    if (isCyclic(key)) continue;
    const steps = path.split(".");
    const end = steps.pop() ?? "";
    const walked = walkPath(model, identifier, steps);
    if ("missing" in walked) faults[key] = walked.missing;
    else if (!propertyOf(model, walked.end, end))
      faults[key] = `The blueprint "${walked.end}" has no property "${end}".`;
    else plan.mirrors.push({ key, hops: walked.hops, end, many: walked.many });
  }
  for (const [key, raw] of Object.entries(definition.calculationProperties ?? {}))
    if (!isCyclic(key))
      plan.calculations.push({
        key,
        expression: String(raw.calculation),
        type: raw.type as PropertyDefinition["type"],
      });
  for (const [key, raw] of Object.entries(definition.aggregationProperties ?? {})) {
    if (isCyclic(key)) continue;
    const planned = planAggregation(model, identifier, key, raw);
    if ("fault" in planned) faults[key] = planned.fault;
    else plan.aggregations.push(planned);
  }
  const path = inheritedPath(definition);
  if (path) {
    const walked = walkPath(model, identifier, path);
    if ("missing" in walked) faults.$team = walked.missing;
    else if (!isCyclic("$team")) plan.team = walked.hops;
  }
  return plan;
}

import { equalJson } from "@/server/properties/equal";
import { groupBy } from "../../core/computed/groups";
import { planOf, type BlueprintPlan } from "../../core/computed/plan";
import { mirrored } from "../../core/computed/result";
import { shownBy } from "../../core/entity-rules";
import { propertyKeys, type Model, type ModelBlueprint } from "../../core/model";
import type { BlueprintDefinition } from "../../schema";
import { pathEnds } from "../../store/computed/mirrors";
import type { AnyContext } from "../write";
import { calculate } from "./calculations";

/** An entity as it is, or is about to be, stored. */
export interface OwnInput {
  id: string;
  identifier: string;
  title: string | null;
  icon: string | null;
  team: string[];
  /** All values; those that were computed before may be among them. */
  properties: Record<string, unknown>;
  faults: Record<string, string> | null;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
  /** Its calculations are right for the values given, and are made anew only where a mirror or team is another. */
  calculated?: boolean;
  /** The entities that it relates to, in order, by relation. */
  targets: Record<string, { id: string; identifier: string }[]>;
}

/** What is computed of it: to be stored as it is. */
export interface OwnComputed {
  properties: Record<string, unknown>;
  faults: Record<string, string> | null;
  team: string[];
}

/**
 * Computes what an entity takes from itself and along its relations: mirrors, inherited teams and calculations. Its
 * aggregations stay as they are. It writes nothing, so that a row can be stored once, with all values; in a transaction it
 * sees what that one wrote. Out: by id.
 */
export async function computeOwn(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
  entities: OwnInput[],
): Promise<Map<string, OwnComputed>> {
  const plan = planOf(model).byId.get(blueprint.id);
  const computed = new Map<string, OwnComputed>();
  if (!plan) return computed;
  const taken = await takeOver(ctx, plan, entities);
  const { definition } = blueprint;
  const computeOne = async (entity: OwnInput) => {
    const state = withoutOwn(definition, plan, entity);
    Object.assign(state.faults, plan.faults);
    for (const [key, value] of Object.entries(taken.get(entity.id) ?? {}))
      if (key !== "$team" && value !== null) state.properties[key] = value;
    const team = plan.team ? ((taken.get(entity.id)?.$team ?? []) as string[]) : entity.team;
    if (entity.calculated && isSettled(plan, entity, state, team)) keepCalculations(plan, entity, state);
    else await addCalculations(plan, definition, { ...entity, team }, state);
    computed.set(entity.id, {
      properties: state.properties,
      faults: Object.keys(state.faults).length ? state.faults : null,
      team,
    });
  };
  await Promise.all(entities.map(computeOne));
  return computed;
}

interface State {
  properties: Record<string, unknown>;
  faults: Record<string, string>;
}

/** Its values without mirrors, calculations, what cannot be computed at all, and what the blueprint has no more. */
function withoutOwn(
  definition: BlueprintDefinition,
  plan: BlueprintPlan,
  { properties, faults }: OwnInput,
): State {
  const known = new Set(propertyKeys(definition));
  const gone = new Set([
    ...[...plan.mirrors, ...plan.calculations].map(({ key }) => key),
    ...Object.keys(plan.faults),
  ]);
  const aggregated = new Set(plan.aggregations.map(({ key }) => key));
  return {
    properties: Object.fromEntries(
      Object.entries(properties).filter(([key]) => known.has(key) && !gone.has(key)),
    ),
    faults: Object.fromEntries(Object.entries(faults ?? {}).filter(([key]) => aggregated.has(key))),
  };
}

/** Mirrors and inherited teams, by entity and key. */
async function takeOver(
  ctx: AnyContext,
  plan: BlueprintPlan,
  entities: OwnInput[],
): Promise<Map<string, Record<string, unknown>>> {
  const wanted = [
    ...plan.mirrors,
    ...(plan.team ? [{ key: "$team", hops: plan.team, end: "$team", many: false }] : []),
  ];
  const values = new Map<string, Record<string, unknown>>();
  const byPath = groupBy(wanted, ({ hops }) => JSON.stringify(hops.map((hop) => hop.relation)));
  for (const mirrors of byPath.values()) {
    const [first, ...rest] = mirrors[0]!.hops.map((hop) => hop.relation);
    const starts = entities.flatMap(({ id, targets }) =>
      (Object.hasOwn(targets, first!) ? (targets[first!] ?? []) : []).map((target, place) => ({
        source: id,
        node: target.id,
        place,
      })),
    );
    const ends = await pathEnds(ctx.db, starts, rest, [...new Set(mirrors.map(({ end }) => end))]);
    for (const [source, found] of groupBy(ends, (end) => end.source)) {
      const of = values.get(source) ?? {};
      for (const { key, end, many } of mirrors)
        of[key] = mirrored(
          found.map(({ endId, values: v }) => ({ endId, value: v[end] })),
          many,
        );
      values.set(source, of);
    }
  }
  return values;
}

function isSettled(plan: BlueprintPlan, entity: OwnInput, state: State, team: string[]): boolean {
  return (
    equalJson(team, entity.team) &&
    plan.mirrors.every(({ key }) => equalJson(state.properties[key] ?? null, entity.properties[key] ?? null))
  );
}

function keepCalculations(plan: BlueprintPlan, entity: OwnInput, state: State): void {
  for (const { key } of plan.calculations) {
    if (Object.hasOwn(entity.properties, key)) state.properties[key] = entity.properties[key];
    const fault = entity.faults?.[key];
    if (fault) state.faults[key] = fault;
  }
}

/** Adds the calculations to a state that has all other values. */
async function addCalculations(
  plan: BlueprintPlan,
  definition: BlueprintDefinition,
  entity: OwnInput,
  state: State,
): Promise<void> {
  if (plan.calculations.length === 0) return;
  const input = calculationInput(definition, entity, { ...state.properties });
  const outcomes = await Promise.all(plan.calculations.map((calculation) => calculate(calculation, input)));
  for (const [i, { key }] of plan.calculations.entries()) {
    const outcome = outcomes[i]!;
    if ("fault" in outcome) state.faults[key] = outcome.fault;
    else if (outcome.value !== null) state.properties[key] = outcome.value;
  }
}

/** The entity as an expression sees it: as the API gives it out, without the values of calculations. */
export function calculationInput(
  definition: BlueprintDefinition,
  entity: OwnInput,
  properties: Record<string, unknown>,
) {
  const { identifier, title, icon, team, createdAt, createdBy, updatedAt, updatedBy } = entity;
  const targets = Object.fromEntries(
    Object.entries(entity.targets).map(([key, of]) => [key, of.map((target) => target.identifier)]),
  );
  const { relations } = shownBy(definition, {}, targets);
  const blueprint = definition.identifier;
  return {
    identifier,
    title,
    icon,
    team,
    blueprint,
    properties,
    relations,
    createdAt,
    createdBy,
    updatedAt,
    updatedBy,
  };
}

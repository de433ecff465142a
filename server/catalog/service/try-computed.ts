import { checkPermission } from "@/server/kernel/permissions";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { blueprintCreateSchema } from "../core/blueprint-schema";
import { planOf } from "../core/computed/plan";
import type { Model, ModelBlueprint } from "../core/model";
import type { BlueprintDefinition } from "../schema";
import { entityBy } from "../store/entities";
import { relationTargets, storedEntities } from "../store/computed/rows";
import { readableAmong } from "./access";
import { aggregate } from "./computed/aggregate";
import type { Outcome } from "./computed/calculations";
import { computeOwn } from "./computed/own";
import { blueprintIn, modelOf } from "./model";
import { read, type AnyContext } from "./write";

/** A definition as it is being edited, one of its keys, and the identifier of the entity to try it on. */
export interface Trial {
  definition: unknown;
  key: string;
  entity: string;
}

/** The value that a mirror of a definition that is not stored would have; or why it would have none. Writes nothing. */
export async function tryMirror(ctx: AnyContext, trial: Trial): Promise<Outcome> {
  const { model, blueprint, id } = await prepare(ctx, trial, "mirrorProperties");
  return own(ctx, model, blueprint, id, trial.key);
}

/**
 * The same for a calculation; `calculation` stands for the expression of that key, or for a new one without a key. What it
 * builds on is computed by the same definition.
 */
export async function tryCalculation(
  ctx: AnyContext,
  {
    key,
    calculation,
    ...trial
  }: Omit<Trial, "key"> & { key?: string; calculation?: Record<string, unknown> },
): Promise<Outcome> {
  const name = key ?? "result";
  const definition = calculation ? withCalculation(trial.definition, name, calculation) : trial.definition;
  const { model, blueprint, id } = await prepare(
    ctx,
    { ...trial, definition, key: name },
    "calculationProperties",
  );
  return own(ctx, model, blueprint, id, name);
}

/** The same for an aggregation, over the entities as they are now. */
export async function tryAggregation(ctx: AnyContext, trial: Trial): Promise<Outcome> {
  const { model, blueprint, id } = await prepare(ctx, trial, "aggregationProperties");
  const plan = planOf(model).byId.get(blueprint.id)!;
  const aggregation = plan.aggregations.find(({ key }) => key === trial.key);
  if (!aggregation) return { fault: plan.faults[trial.key] ?? "It cannot be computed." };
  const outcomes = await transaction(ctx, (tx) => aggregate(tx, model, [aggregation], [id]));
  return outcomes.get(id)![trial.key]!;
}

function withCalculation(definition: unknown, key: string, calculation: Record<string, unknown>): unknown {
  if (typeof definition !== "object" || definition === null) return definition;
  const { calculationProperties } = definition as { calculationProperties?: object };
  return { ...definition, calculationProperties: { ...calculationProperties, [key]: calculation } };
}

/** Checks what is tried. Out: the model with the definition in its place, and the entity. Throws Forbidden, Invalid, NotFound. */
async function prepare(
  ctx: AnyContext,
  { definition: given, key, entity }: Trial,
  kind: "mirrorProperties" | "calculationProperties" | "aggregationProperties",
): Promise<{ model: Model; blueprint: ModelBlueprint; id: string }> {
  checkPermission(ctx.actor, "blueprints.manage");
  const definition = read(blueprintCreateSchema, given) as BlueprintDefinition;
  if (!Object.hasOwn(definition[kind] ?? {}, key))
    throw Invalid.at([kind, key], `The definition has no "${key}" among its ${kind}.`);
  const stored = await modelOf(ctx);
  const before = blueprintIn(stored, definition.identifier);
  const row = await entityBy(ctx.db, before.id, entity);
  if (!row || !(await readableAmong(ctx, stored, before, [row.id])).has(row.id))
    throw new NotFound("Entity", entity);
  // Other calculations are nobody's question here, and each may take its time.
  const { [key]: only } = definition.calculationProperties ?? {};
  const calculationProperties =
    kind === "aggregationProperties" ? definition.calculationProperties : only && { [key]: only };
  const blueprint = { ...before, definition: { ...definition, calculationProperties } };
  const model = {
    version: stored.version,
    blueprints: new Map(stored.blueprints).set(blueprint.identifier, blueprint),
    byId: new Map(stored.byId).set(blueprint.id, blueprint),
  };
  return { model, blueprint, id: row.id };
}

async function own(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
  id: string,
  key: string,
): Promise<Outcome> {
  const [row] = await storedEntities(ctx.db, [id]);
  if (!row) throw new NotFound("Entity", id);
  const targets = (await relationTargets(ctx.db, [id])).get(id) ?? {};
  const computed = (await computeOwn(ctx, model, blueprint, [{ ...row, targets }])).get(id)!;
  const fault = computed.faults?.[key];
  return fault ? { fault } : { value: computed.properties[key] ?? null };
}

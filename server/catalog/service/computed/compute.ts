import { publish } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import { groupBy } from "../../core/computed/groups";
import type { Mark } from "../../core/computed/marks";
import { planOf } from "../../core/computed/plan";
import { computedKeys, type Model, type ModelBlueprint } from "../../core/model";
import * as rows from "../../store/computed/rows";
import { recordCounts } from "../counts";
import { aggregate } from "./aggregate";
import { wants, type Demand } from "./demands";
import { computeOwn, type OwnComputed, type OwnInput } from "./own";

/** What came of it: which values are others now, and whose row somebody is writing. */
export interface Computed {
  changed: Mark[];
  busy: Demand[];
}

/** Computes what is demanded of one blueprint's entities, and stores and notes what is another value than before. */
export async function compute(
  tx: TransactionContext,
  model: Model,
  blueprint: ModelBlueprint,
  demands: Demand[],
): Promise<Computed> {
  const byId = new Map(demands.map((demand) => [demand.entityId, demand]));
  const stored = await rows.storedEntities(tx.db, [...byId.keys()]);
  const values = await computeValues(tx, model, blueprint, stored, byId);
  const changes = stored.flatMap((row) => {
    const after = values.get(row.id);
    const change = after && changeOf(blueprint, row, after);
    return after && change ? [{ row, after, change }] : [];
  });
  const done = await rows.storeComputed(
    tx.db,
    changes.map(({ row, after }) => ({ ...after, id: row.id, revision: row.revision })),
  );
  const written = changes.filter(({ row, change }) => done.has(row.id) && change.keys.length > 0);
  const recomputations = await rows.insertRecomputations(
    tx.db,
    written.map(({ row, change }) => ({
      entityId: row.id,
      values: change.values,
      cause: byId.get(row.id)!.cause,
    })),
  );
  if (recomputations.length) await publish(tx, "entities.recomputed", { recomputations });
  await recordCounts(
    tx,
    written.map(({ row, after }) => ({ blueprint, before: row, after })),
  );
  return {
    changed: written.map(({ row, change }) => ({
      entityId: row.id,
      blueprintId: blueprint.id,
      keys: change.keys,
      relations: false,
    })),
    busy: changes.filter(({ row }) => !done.has(row.id)).map(({ row }) => byId.get(row.id)!),
  };
}

async function computeValues(
  tx: TransactionContext,
  model: Model,
  blueprint: ModelBlueprint,
  stored: rows.StoredEntity[],
  demands: Map<string, Demand>,
): Promise<Map<string, OwnComputed>> {
  const plan = planOf(model).byId.get(blueprint.id)!;
  const ids = stored.map((row) => row.id);
  const targets = await rows.relationTargets(tx.db, ids);
  const inputs = new Map<string, OwnInput>(
    stored.map((row) => [
      row.id,
      {
        ...row,
        properties: { ...row.properties },
        faults: { ...row.faults },
        targets: targets.get(row.id) ?? {},
        calculated: demands.get(row.id)!.calculated,
      },
    ]),
  );
  const sameKeys = groupBy(stored, ({ id }) =>
    plan.aggregations.flatMap(({ key }) => (wants(demands.get(id)!, key) ? [key] : [])).join("\n"),
  );
  for (const [keys, group] of sameKeys) {
    const wanted = new Set(keys.split("\n"));
    const plans = plan.aggregations.filter(({ key }) => wanted.has(key));
    if (plans.length === 0) continue;
    const of = group.map((row) => row.id);
    for (const [id, outcomes] of await aggregate(tx, model, plans, of))
      for (const [key, outcome] of Object.entries(outcomes)) {
        const input = inputs.get(id)!;
        const before = input.properties[key] ?? null;
        delete input.properties[key];
        delete input.faults![key];
        if ("fault" in outcome) input.faults![key] = outcome.fault;
        else if (outcome.value !== null) input.properties[key] = outcome.value;
        if (!equalJson(before, input.properties[key] ?? null)) input.calculated = false;
      }
  }
  return computeOwn(tx, model, blueprint, [...inputs.values()]);
}

/** Which computed values are others than before, with the new ones; null when nothing has to be stored. */
function changeOf(
  { definition }: ModelBlueprint,
  before: rows.StoredEntity,
  computed: OwnComputed,
): { keys: string[]; values: Record<string, unknown> } | null {
  // As it will be read back: JSON has no minus zero.
  const after = JSON.parse(JSON.stringify(computed)) as OwnComputed;
  const values: Record<string, unknown> = {};
  for (const key of computedKeys(definition))
    if (!equalJson(before.properties[key] ?? null, after.properties[key] ?? null))
      values[key] = after.properties[key] ?? null;
  if (!equalJson(before.team, after.team)) values.$team = after.team;
  const keys = Object.keys(values);
  const same =
    keys.length === 0 &&
    equalJson(before.faults ?? {}, after.faults ?? {}) &&
    Object.keys(before.properties).every((key) => Object.hasOwn(after.properties, key));
  return same ? null : { keys, values };
}

import { actorId } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import { immutableIssues, removedKeys } from "../core/blueprint-rules";
import { examine, retyped } from "../core/change-report";
import { threeWay } from "../core/definition-diff";
import { countedKeys } from "../core/count-rules";
import { computedKeys } from "../core/model";
import type { BlueprintDefinition, BlueprintRecord } from "../schema";
import * as store from "../store/blueprints";
import * as values from "../store/values";
import { changeDefinitions, checkDefinition, recordChange, toBlueprint } from "./blueprint-record";
import { recount } from "./counts";
import type { AnyContext } from "./write";

export interface ChangeOptions {
  /** Throws Conflict with the difference when the blueprint is not at this revision any more. */
  revision?: number;
  /** Lets the type of a property change: values are converted, and those that cannot be go into the history. */
  convert?: boolean;
}

/**
 * Changes a blueprint and the values of its entities in one transaction, while no other definition and none of its
 * entities can change. Throws NotFound, Invalid and Conflict.
 */
export async function changeBlueprint(
  ctx: AnyContext,
  identifier: string,
  options: ChangeOptions,
  decide: (before: BlueprintDefinition) => BlueprintDefinition,
): Promise<BlueprintRecord> {
  return changeDefinitions(ctx, async (tx) => {
    const before = await lockForChange(tx, identifier, options.revision, decide);
    const after = decide(before.definition);
    if (after.identifier !== identifier)
      throw Invalid.at(
        ["identifier"],
        `The identifier of a blueprint cannot change; this one is "${identifier}". Create a new blueprint instead.`,
      );
    const issues = immutableIssues(before.definition, after, options);
    if (issues.length) throw new Invalid(issues);
    await checkDefinition(tx, after, before.definition);
    const row = await store.changeBlueprint(tx.db, before, after, actorId(tx.actor));
    if (!row) throw changedMeanwhile(identifier);
    await changeValues(tx, before, row);
    await recordChange(tx, row, before.definition);
    return { result: toBlueprint(row), changed: [identifier] };
  });
}

/** The blueprint, locked. Throws NotFound, and Conflict when it is at another revision than the one that was edited. */
export async function lockForChange(
  tx: TransactionContext,
  identifier: string,
  revision: number | undefined,
  decide?: (before: BlueprintDefinition) => BlueprintDefinition,
): Promise<store.BlueprintRow> {
  const row = await store.blueprintBy(tx.db, identifier, "update");
  if (!row) throw new NotFound("Blueprint", identifier);
  if (revision === undefined || row.revision === revision) return row;
  const base = await store.definitionAt(tx.db, row.id, revision);
  throw changedMeanwhile(identifier, {
    expected: revision,
    current: row.revision,
    ...(decide ? { difference: threeWay(base, row.definition, decide(base ?? row.definition)) } : {}),
  });
}

/**
 * Makes the entities of a blueprint fit its new definition, which is stored already: values of what is removed go, values
 * of what is retyped are converted, and what was is in the history of each entity.
 */
export async function changeValues(
  tx: TransactionContext,
  before: store.BlueprintRow,
  row: store.BlueprintRow,
): Promise<void> {
  const by = actorId(tx.actor);
  const after = row.definition;
  const removed = removedKeys(before.definition, after);
  const converted = Object.entries(before.definition.schema.properties)
    .filter(([key, old]) => {
      const fresh = after.schema.properties[key];
      return fresh && Object.hasOwn(after.schema.properties, key) && retyped(old, fresh);
    })
    .map(([key]) => key);
  const drops = removed.properties.length + removed.relations.length > 0;
  if (drops || converted.length) {
    await values.recordRevisions(tx.db, before.id, before.definition, by);
    if (drops) await values.dropValues(tx.db, before.id, removed, by);
    if (converted.length) await convertValues(tx, before, after, converted);
    await values.recordRevisions(tx.db, before.id, after, by);
  }
  const stale = computedKeys(before.definition).filter((key) => !computedKeys(after).includes(key));
  if (stale.length) await values.dropComputed(tx.db, before.id, stale);
  const recountable = !equalJson(countedKeys(before.definition), countedKeys(after));
  if (drops || converted.length || stale.length || recountable) await recount(tx, row);
}

async function convertValues(
  tx: TransactionContext,
  before: store.BlueprintRow,
  after: BlueprintDefinition,
  keys: string[],
): Promise<void> {
  const examination = examine(before.definition, after);
  for await (const batch of values.valueBatches(tx.db, before.id, { properties: keys, relations: [] })) {
    const rewritten = batch.flatMap(({ id, properties }) => {
      const effects = examination
        .effectsOn({ properties, relations: [] })
        .filter(({ path }) => path[0] === "properties" && keys.includes(String(path[1])));
      const set = Object.fromEntries(
        effects.filter((e) => e.outcome === "converts").map((e) => [String(e.path[1]), e.after]),
      );
      const drop = effects.filter((e) => e.outcome === "loses").map((e) => String(e.path[1]));
      return drop.length || Object.keys(set).length ? [{ id, set, drop }] : [];
    });
    await values.rewriteValues(tx.db, rewritten, actorId(tx.actor));
  }
}

export const changedMeanwhile = (identifier: string, data?: Record<string, unknown>) =>
  new Conflict(
    `"${identifier}" was changed by somebody else meanwhile. Load it again, and repeat your change.`,
    data,
  );

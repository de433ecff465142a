import { isDeepStrictEqual } from "node:util";
import type { Context } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { Model } from "../core/model";
import { equalJson } from "@/server/properties/equal";
import { ALL, WRITTEN } from "../core/computed/marks";
import { planOf } from "../core/computed/plan";
import type { BlueprintDefinition } from "../schema";
import * as store from "../store/computed/marks";
import { modelOf } from "./model";

/** What a write changed of one entity. */
export interface Change {
  id: string;
  blueprintId: string;
  /** Keys whose value changed, meta properties with their $; `*` when it is new. */
  keys: string[] | "*";
  /** Whether it relates to others than before; always so when it is new. */
  relations: boolean;
  /** Ids of the entities that it related to before and does not any more. */
  detached?: string[];
}

/**
 * Notes what was created or changed, so that the values computed from it follow: to be called in the transaction of the
 * write, once for a batch. After the commit call `settle`.
 */
export async function markChanged(tx: TransactionContext, changes: Change[]): Promise<void> {
  await store.insertMarks(
    tx.db,
    changes.map(({ id, blueprintId, keys, relations }) => ({
      entityId: id,
      blueprintId,
      keys: keys === "*" ? [ALL, WRITTEN] : [...new Set([...keys, WRITTEN, "$updatedBy"])],
      relations,
    })),
  );
  await store.markDetached(tx.db, [...new Set(changes.flatMap((change) => change.detached ?? []))]);
}

/** Notes that these entities are about to be deleted: to be called before their rows and relations go. */
export async function markDeleting(tx: TransactionContext, ids: string[]): Promise<void> {
  await store.markNeighbours(tx.db, ids);
}

/**
 * Notes that the model has changed: to be called in the transaction of the change, after it, with the model as it was.
 * All entities of blueprints whose computed values may now differ are computed anew, in batches.
 * `changed` names the blueprints that were written.
 */
export async function markModelChange(
  tx: TransactionContext,
  before: Model,
  changed: string[],
): Promise<void> {
  const after = await modelOf(tx);
  const [old, now] = [planOf(before), planOf(after)];
  for (const plan of now.blueprints.values()) {
    const { identifier } = plan;
    const was = old.blueprints.get(identifier);
    if (!was) continue;
    const [then, soon] = [before, after].map((model) => model.blueprints.get(identifier)?.definition.schema);
    const own = changed.includes(identifier) && !equalJson(then, soon);
    // Values of another type have been converted, and those of what is no more are gone.
    const values = own && !equalJson(kindsOf(then), kindsOf(soon));
    if (own || !isDeepStrictEqual(was, plan)) await store.markBlueprint(tx.db, plan.id, { changed: values });
  }
}

const kindsOf = (schema: BlueprintDefinition["schema"] | undefined) =>
  Object.entries(schema?.properties ?? {}).map(([key, { type, format, items }]) => [
    key,
    type,
    format,
    items,
  ]);

/** Has what changes as time passes computed anew: averages by interval, and aggregations whose query looks at the time. */
export async function markTimed(ctx: Context): Promise<void> {
  await transaction(ctx, async (tx) => {
    for (const { id, aggregations } of planOf(await modelOf(tx)).blueprints.values()) {
      const keys = aggregations.filter(({ timed }) => timed).map(({ key }) => key);
      if (keys.length > 0 && !(await store.isSwept(tx.db, id)))
        await store.markBlueprint(tx.db, id, { keys });
    }
  });
}

import type { Context } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { countDeltas, countedKeys, type Counted } from "../core/count-rules";
import type { ModelBlueprint } from "../core/model";
import { fold, insertCounts, recountFrom } from "../store/counts";

/** A change of an entity as far as it is counted; `before` is null where it is new, `after` where it is gone. */
export interface CountedChange {
  blueprint: ModelBlueprint;
  before: Counted | null;
  after: Counted | null;
}

/** Writes by how much changes of entities change the counts of their blueprints. */
export async function recordCounts(tx: TransactionContext, changes: readonly CountedChange[]): Promise<void> {
  const byBlueprint = new Map<string, CountedChange[]>();
  for (const change of changes) {
    const same = byBlueprint.get(change.blueprint.id) ?? [];
    same.push(change);
    byBlueprint.set(change.blueprint.id, same);
  }
  await insertCounts(
    tx.db,
    [...byBlueprint].flatMap(([blueprintId, of]) =>
      countDeltas(of[0]!.blueprint.definition, of).map((delta) => ({ ...delta, blueprintId })),
    ),
  );
}

/** Adds up the rows of counts that writers left; for the worker's sweep. Out: how many rows were added up. */
export const foldCounts = (ctx: Context): Promise<number> => transaction(ctx, (tx) => fold(tx.db));

/**
 * Counts a blueprint's entities anew: for whoever changes which of its properties are counted, in the same transaction,
 * while holding the blueprint for update.
 */
export const recount = (
  tx: TransactionContext,
  blueprint: Pick<ModelBlueprint, "id" | "definition">,
): Promise<void> => recountFrom(tx.db, blueprint.id, countedKeys(blueprint.definition));

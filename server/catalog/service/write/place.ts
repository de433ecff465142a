import { sql, type SQL } from "drizzle-orm";
import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Model, ModelBlueprint } from "../../core/model";
import { isStorable } from "../../store/blueprints";
import { holdBlueprint } from "../../store/model";
import { readableEntities, readsEverything } from "../access";
import { modelOf } from "../model";

/** Where entities are written: their blueprint, which the transaction holds unchanged, and the model around it. */
export interface Place {
  model: Model;
  blueprint: ModelBlueprint;
  /** When the transaction began: what it writes has this instant. */
  at: Date;
  /** Which rows of `entities` the actor may read: others do not exist for them, also not as targets. */
  readable: SQL;
}

/**
 * Holds a blueprint unchanged until the end of the transaction, so that entities are checked against exactly one version
 * of it. Throws NotFound.
 */
export async function holdPlace(tx: TransactionContext, identifier: string): Promise<Place> {
  const at = isStorable(identifier) ? await holdBlueprint(tx.db, identifier) : null;
  // Read after the lock was given: a change that we waited for is in it.
  const model = at && (await modelOf(tx));
  const blueprint = model?.blueprints.get(identifier);
  if (!at || !model || !blueprint) throw new NotFound("Blueprint", identifier);
  const readable = readsEverything(tx, model) ? sql`true` : await readableEntities(tx, model);
  return { model, blueprint, at, readable };
}

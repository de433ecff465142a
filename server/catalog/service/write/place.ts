import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Model, ModelBlueprint } from "../../core/model";
import { isStorable } from "../../store/blueprints";
import { holdBlueprint } from "../../store/model";
import { modelOf } from "../model";

/** Where entities are written: their blueprint, which the transaction holds unchanged, and the model around it. */
export interface Place {
  model: Model;
  blueprint: ModelBlueprint;
}

/**
 * Holds a blueprint unchanged until the end of the transaction, so that entities are checked against exactly one version
 * of it. Throws NotFound.
 */
export async function holdPlace(tx: TransactionContext, identifier: string): Promise<Place> {
  const held = isStorable(identifier) && (await holdBlueprint(tx.db, identifier));
  // Read after the lock was given: a change that we waited for is in it.
  const model = held ? await modelOf(tx) : null;
  const blueprint = model?.blueprints.get(identifier);
  if (!model || !blueprint) throw new NotFound("Blueprint", identifier);
  return { model, blueprint };
}

import type { Database } from "@/db/client";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { databaseOf, type TransactionContext } from "@/server/kernel/transaction";
import { propertyKeys, propertyOf } from "../core/model";
import type { Model, ModelBlueprint, ResolvedProperty } from "../core/model";
import { modelRows, modelVersion } from "../store/model";
import { write, type AnyContext } from "./write";

/**
 * For so long, in ms, a read may use the model without asking whether it is still the newest. Within a transaction it is
 * asked each time: what is written is always checked against the model of that moment.
 */
const TRUSTED_MS = 100;

interface Cached {
  model: Model;
  checkedAt: number;
}

const cache = new WeakMap<Database, Cached>();

const isTransaction = (ctx: AnyContext): boolean => "rollback" in ctx.db;

/** All blueprints, as they are now. Inside of a transaction: as that transaction sees them. */
export async function modelOf(ctx: AnyContext): Promise<Model> {
  if (isTransaction(ctx)) {
    // One whose version is the one that the transaction sees is as fresh as one it would load.
    const known = cache.get(databaseOf(ctx.db))?.model;
    return known && known.version === (await modelVersion(ctx.db)) ? known : loadModel(ctx);
  }
  const db = ctx.db as Database;
  const cached = cache.get(db);
  if (cached && performance.now() - cached.checkedAt < TRUSTED_MS) return cached.model;
  const checkedAt = performance.now();
  const current = await modelVersion(db);
  const model = cached?.model.version === current ? cached.model : await loadModel(ctx);
  cache.set(db, { model, checkedAt });
  return model;
}

/** Forgets the model, after a change of it in this process: the next read asks. */
export function forgetModel(ctx: AnyContext): void {
  if (!isTransaction(ctx)) cache.delete(ctx.db as Database);
}

/** A write that may change the model: the next read of this process sees it at once. */
export async function changeModel<T>(
  ctx: AnyContext,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  try {
    return await write(ctx, work);
  } finally {
    forgetModel(ctx);
  }
}

async function loadModel(ctx: AnyContext): Promise<Model> {
  // The version first: a change between the two makes the cached version too old, never too new.
  const version = await modelVersion(ctx.db);
  const rows: ModelBlueprint[] = await modelRows(ctx.db);
  return {
    version,
    blueprints: new Map(rows.map((row) => [row.identifier, row])),
    byId: new Map(rows.map((row) => [row.id, row])),
  };
}

/** The blueprint of that identifier. Throws NotFound. */
export function blueprintIn(model: Model, identifier: string): ModelBlueprint {
  const found = model.blueprints.get(identifier);
  if (!found) throw new NotFound("Blueprint", identifier);
  return found;
}

/** Every key of a blueprint with the definition that its values follow, computed ones after its own. Throws NotFound. */
export async function resolvedProperties(ctx: AnyContext, identifier: string): Promise<ResolvedProperty[]> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const { definition } = blueprintIn(model, identifier);
  return propertyKeys(definition).flatMap((key) => propertyOf(model, identifier, key) ?? []);
}

import { Conflict, Limit, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { DeleteOptions } from "../schema";
import { idsWhere } from "../store/access";
import type { Model } from "../core/model";
import * as store from "../store/entities";
import { checkUnregister, readableAmong, readableEntities, readsEverything } from "./access";
import { logged } from "./logged";
import { modelOf } from "./model";
import { toEntity } from "./record";
import { markDeleting } from "./marks";
import { settle } from "./recompute";
import { refuseToDelete } from "./system/apply";
import { write, type AnyContext } from "./write";
import { changedMeanwhile } from "./write/decide";
import { holdPlace, type Place } from "./write/place";
import { recordAll } from "./write/record";

/** More at once would hold the audit chain for minutes. */
const MAX_DELETED = 5000;

/**
 * Deletes an entity. Where a required relation points to it, throws Conflict (`has_dependents`), or with
 * `deleteDependents` deletes everything that relates to it as well, and what relates to that. Out: how many were deleted.
 * Throws NotFound, and Forbidden when any of them belongs to a team of others.
 */
export function deleteEntity(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  options: DeleteOptions = {},
): Promise<{ deleted: number }> {
  return deleteEntities(ctx, blueprint, [identifier], options);
}

/** Deletes entities of one blueprint, all or none; that one of them needs another keeps neither. Throws as `deleteEntity` does. */
export async function deleteEntities(
  ctx: AnyContext,
  blueprint: string,
  identifiers: readonly string[],
  options: DeleteOptions = {},
): Promise<{ deleted: number }> {
  checkPermission(ctx.actor, "catalog.write");
  await modelOf(ctx);
  const [resourceId = ""] = identifiers;
  const entry = { action: "DELETE", resourceType: "entity", resourceId, blueprint, runId: options.runId };
  const deleted = await logged(ctx, entry, () =>
    write(ctx, async (tx) => {
      const place = await holdPlace(tx, blueprint);
      const rows = await store.holdEntities(tx.db, place.blueprint.id, identifiers, "update");
      const seen = await readableAmong(
        tx,
        place.model,
        place.blueprint,
        [...rows.values()].map((row) => row.id),
      );
      for (const identifier of identifiers) {
        const row = rows.get(identifier);
        if (!row || !seen.has(row.id)) throw new NotFound("Entity", identifier);
        if (options.revision !== undefined && options.revision !== row.revision)
          throw changedMeanwhile(identifier, options.revision, row.revision);
      }
      const doomed = await withDependents(tx, place, [...rows.values()], options.deleteDependents === true);
      for (const row of doomed) {
        const of = place.model.byId.get(row.blueprintId);
        if (!of) continue;
        checkUnregister(tx, of, row);
        if (!options.inStep) refuseToDelete(of.identifier, row.identifier);
      }
      await remove(tx, place, doomed, options.runId ?? null);
      return doomed.length;
    }),
  );
  await settle(ctx);
  return { deleted };
}

/** The entities and, with `all`, what relates to them, in any number of steps. Throws Conflict when one is needed that stays. */
async function withDependents(
  tx: TransactionContext,
  { model }: Place,
  rows: readonly store.EntityRow[],
  all: boolean,
): Promise<store.EntityRow[]> {
  const doomed = new Map(rows.map((row) => [row.id, row]));
  for (let level = [...doomed.keys()]; level.length;) {
    const dependents = (await store.holdDependents(tx.db, level)).filter((d) => !doomed.has(d.entity.id));
    const hidden = await hiddenAmong(
      tx,
      model,
      dependents.map((d) => d.entity),
    );
    if (dependents.some((d) => hidden.has(d.entity.id) && (all || d.required)))
      throw new Conflict(
        "An entity that you may not read depends on this one. Ask an administrator to delete or change it first.",
        { error: "has_dependents" },
      );
    const held = dependents.find((d) => d.required);
    if (!all && held)
      throw new Conflict(
        `"${held.entity.identifier}" of "${held.blueprint}" needs "${doomed.get(held.toId)?.identifier}" by its relation "${held.relation}". Delete or change it first, or send delete_dependents=true to delete it as well.`,
        { error: "has_dependents" },
      );
    level = all ? [...new Set(dependents.map((d) => d.entity.id))] : [];
    if (all) for (const { entity } of dependents) doomed.set(entity.id, entity);
    if (doomed.size > MAX_DELETED)
      throw new Limit(
        `More than ${MAX_DELETED} entities would be deleted at once, with all that depends on them. Delete them in parts.`,
        "size",
      );
  }
  return [...doomed.values()];
}

/** Ids of those that the actor may not read. */
async function hiddenAmong(
  tx: TransactionContext,
  model: Model,
  rows: readonly store.EntityRow[],
): Promise<Set<string>> {
  if (rows.length === 0 || readsEverything(tx, model)) return new Set();
  const ids = rows.map((row) => row.id);
  const seen = await idsWhere(tx.db, ids, await readableEntities(tx, model));
  return new Set(ids.filter((id) => !seen.has(id)));
}

async function remove(
  tx: TransactionContext,
  { model }: Place,
  doomed: readonly store.EntityRow[],
  runId: string | null,
): Promise<void> {
  const ids = doomed.map((row) => row.id);
  const targets = await store.targetsOf(tx.db, ids);
  await markDeleting(tx, ids);
  await store.removeEntities(tx.db, ids);
  await recordAll(
    tx,
    doomed.flatMap((row) => {
      const blueprint = model.byId.get(row.blueprintId);
      if (!blueprint) return [];
      const before = toEntity(blueprint.definition, row, targets.get(row.id));
      return [{ id: row.id, blueprint, before, after: null, runId }];
    }),
  );
}

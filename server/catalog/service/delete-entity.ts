import { Conflict, Limit, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { DeleteOptions } from "../schema";
import { blueprintBy } from "../store/blueprints";
import * as store from "../store/entities";
import { recordAll, toEntity, type Written } from "./record";
import { requireOwner, write, type AnyContext } from "./write";

/** More at once would hold the audit chain for minutes. */
const MAX_DELETED = 5000;

/**
 * Deletes an entity. Where a required relation points to it, throws Conflict (`has_dependents`), or with
 * `deleteDependents` deletes everything that relates to it as well, and what relates to that. Out: how many were deleted.
 * Throws NotFound, and Forbidden when any of them belongs to a team of others.
 */
export async function deleteEntity(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  options: DeleteOptions = {},
): Promise<{ deleted: number }> {
  checkPermission(ctx.actor, "catalog.write");
  return write(ctx, async (tx) => {
    const row = await blueprintBy(tx.db, blueprint, "share");
    if (!row) throw new NotFound("Blueprint", blueprint);
    const entity = await store.entityBy(tx.db, row.id, identifier, "update");
    if (!entity) throw new NotFound("Entity", identifier);
    if (options.revision !== undefined && options.revision !== entity.revision)
      throw new Conflict(
        `"${identifier}" was changed by somebody else meanwhile. Load it again before you delete it.`,
        { expected: options.revision, current: entity.revision },
      );
    const doomed = new Map([[entity.id, { entity, blueprint }]]);
    for (let level = [entity.id]; level.length;) {
      const dependents = (await store.holdDependents(tx.db, level)).filter((d) => !doomed.has(d.entity.id));
      const held = dependents.find((d) => d.required);
      if (!options.deleteDependents && held)
        throw new Conflict(
          `"${held.entity.identifier}" of "${held.blueprint}" needs "${identifier}" by its relation "${held.relation}". Delete or change it first, or send delete_dependents=true to delete it as well.`,
          { error: "has_dependents" },
        );
      level = [];
      if (options.deleteDependents)
        for (const d of dependents) {
          if (!doomed.has(d.entity.id)) level.push(d.entity.id);
          doomed.set(d.entity.id, { entity: d.entity, blueprint: d.blueprint });
        }
      if (doomed.size > MAX_DELETED)
        throw new Limit(
          `More than ${MAX_DELETED} entities depend on "${identifier}". Delete them in parts.`,
          "size",
        );
    }
    const ids = [...doomed.keys()];
    const targets = await store.targetsOf(tx.db, ids);
    const changes: Written[] = [];
    for (const [id, { entity: gone, blueprint: of }] of doomed) {
      const definition = of === blueprint ? row.definition : (await blueprintBy(tx.db, of))?.definition;
      requireOwner(tx, gone.identifier, gone.team);
      if (definition)
        changes.push({
          id,
          before: toEntity(definition, gone, targets.get(id)),
          after: null,
          runId: options.runId ?? null,
        });
    }
    await store.removeEntities(tx.db, ids);
    await recordAll(tx, changes);
    return { deleted: ids.length };
  });
}

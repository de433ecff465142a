import { audit } from "@/server/audit/service";
import { actorId } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { removedKeys } from "../core/blueprint-rules";
import type { BlueprintDefinition, BlueprintRecord } from "../schema";
import * as store from "../store/blueprints";
import { restoreValues } from "../store/restore";
import { recordRevisions } from "../store/values";
import { replaceBlueprint } from "./blueprints";
import type { ChangeOptions } from "./change-blueprint";
import { actorNames } from "./names";
import { changeModel } from "./model";
import type { AnyContext } from "./write";

/** A blueprint as somebody left it; null: it was deleted then. */
export interface BlueprintRevision {
  revision: number;
  at: string;
  by: string;
  byName: string;
  definition: BlueprintDefinition | null;
}

/** Every revision of a blueprint, newest first, also when it is deleted. Administrators only. Throws NotFound when there never was one. */
export async function listRevisions(ctx: AnyContext, identifier: string): Promise<BlueprintRevision[]> {
  checkPermission(ctx.actor, "blueprints.manage");
  const rows = store.isStorable(identifier) ? await store.revisionsOf(ctx.db, identifier) : [];
  const current = await store.blueprintBy(ctx.db, identifier);
  const own = current ? rows.filter((row) => row.blueprintId === current.id) : rows;
  if (own.length === 0) throw new NotFound("Blueprint", identifier);
  const names = await actorNames(
    ctx,
    own.map((row) => row.by),
  );
  return own.map(({ revision, at, by, definition }) => ({
    revision,
    at: at.toISOString(),
    by,
    byName: names.get(by) ?? by,
    definition,
  }));
}

/**
 * Makes an earlier revision the present one, as a new revision and through the same checks as any change. Properties that
 * come back have their values again, where the entities still exist and have no other. Throws NotFound, Invalid and Conflict.
 */
export async function restoreBlueprint(
  ctx: AnyContext,
  identifier: string,
  revision: number,
  options: ChangeOptions = {},
): Promise<BlueprintRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  return changeModel(ctx, async (tx) => {
    await store.lockDefinitions(tx.db);
    const row = await store.blueprintBy(tx.db, identifier, "update");
    if (!row) throw new NotFound("Blueprint", identifier);
    const definition = await store.definitionAt(tx.db, row.id, revision);
    if (!definition) throw new NotFound("Revision", `${identifier} ${revision}`);
    const restored = await replaceBlueprint(tx, identifier, definition, options);
    const { properties } = removedKeys(definition, row.definition);
    const by = actorId(tx.actor);
    if (properties.length && (await restoreValues(tx.db, row.id, properties, by)))
      await recordRevisions(tx.db, row.id, definition, by);
    return restored;
  });
}

/** Takes a blueprint out of the lists that people see, or puts it back; the API gives it out all the same. Throws NotFound. */
export async function setHidden(ctx: AnyContext, identifier: string, hidden: boolean): Promise<void> {
  checkPermission(ctx.actor, "blueprints.manage");
  await changeModel(ctx, async (tx) => {
    const row = await store.blueprintBy(tx.db, identifier, "update");
    if (!row) throw new NotFound("Blueprint", identifier);
    if (row.hidden === hidden) return;
    await store.setHidden(tx.db, row.id, hidden);
    await audit(tx, {
      action: "UPDATE",
      resourceType: "blueprint",
      resourceId: identifier,
      blueprint: identifier,
      diff: { before: { hidden: row.hidden }, after: { hidden } },
    });
  });
}

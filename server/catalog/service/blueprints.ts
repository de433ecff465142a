import { auditAll } from "@/server/audit/service";
import { forgetModerated } from "@/server/identity/service/people";
import { actorId } from "@/server/kernel/context";
import { Conflict, NotFound, Precondition } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import {
  blueprintCreateSchema,
  blueprintPatchSchema,
  blueprintReplaceSchema,
} from "../core/blueprint-schema";
import { mergeBlueprint } from "../core/blueprint-rules";
import { withoutStamps } from "../core/strict";
import { isSystem } from "../core/system-blueprints";
import type { BlueprintDefinition, BlueprintRecord } from "../schema";
import * as store from "../store/blueprints";
import { removeViewsOf } from "../store/views";
import { readableEntities } from "./access";
import {
  assertNoActions,
  assertNoOpenRuns,
  checkDefinition,
  hasDependents,
  recordChange,
  toBlueprint,
} from "./blueprint-record";
import { changeBlueprint, lockForChange, type ChangeOptions } from "./change-blueprint";
import { identifierIn, logged } from "./logged";
import { changeModel, modelOf } from "./model";
import { read, type AnyContext } from "./write";

/** All blueprints by title, each with how many entities it has; hidden ones when asked for. */
export async function listBlueprints(
  ctx: AnyContext,
  { hidden = false } = {},
): Promise<(BlueprintRecord & { entityCount: number; hidden: boolean })[]> {
  checkPermission(ctx.actor, "catalog.read");
  const readable = await readableEntities(ctx, await modelOf(ctx));
  const [rows, counts] = [await store.allBlueprints(ctx.db), await store.entityCounts(ctx.db, readable)];
  return rows
    .filter((row) => hidden || !row.hidden)
    .map((row) => ({ ...toBlueprint(row), entityCount: counts.get(row.id) ?? 0, hidden: row.hidden }));
}

/** One blueprint. Throws NotFound. */
export async function getBlueprint(ctx: AnyContext, identifier: string): Promise<BlueprintRecord> {
  checkPermission(ctx.actor, "catalog.read");
  const row = await store.blueprintBy(ctx.db, identifier);
  if (!row) throw new NotFound("Blueprint", identifier);
  return toBlueprint(row);
}

/** Creates a blueprint. Throws Invalid with paths, and Conflict when the identifier is taken. */
export async function createBlueprint(ctx: AnyContext, input: unknown): Promise<BlueprintRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  return logged(ctx, entryOf("CREATE", identifierIn(input)), () => {
    const definition = withoutStamps(read(blueprintCreateSchema, input)) as BlueprintDefinition;
    return changeModel(ctx, async (tx) => {
      await store.lockDefinitions(tx.db);
      if (await store.blueprintBy(tx.db, definition.identifier)) throw taken(definition.identifier);
      await checkDefinition(tx, definition, null);
      const row = await store.insertBlueprint(tx.db, definition, actorId(tx.actor));
      if (!row) throw taken(definition.identifier);
      await recordChange(tx, row, null);
      return toBlueprint(row);
    });
  });
}

/** Replaces a blueprint. Throws NotFound, Invalid with paths, and Conflict when it is not at `revision` any more. */
export async function replaceBlueprint(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: ChangeOptions = {},
): Promise<BlueprintRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  return logged(ctx, entryOf("UPDATE", identifier), () => {
    const given = withoutStamps(read(blueprintReplaceSchema, input));
    return changeBlueprint(
      ctx,
      identifier,
      options,
      () => ({ ...given, identifier: given.identifier ?? identifier }) as BlueprintDefinition,
    );
  });
}

/** Changes what is given of a blueprint: properties, relations and computed properties are merged by key. Throws as replacing does. */
export async function updateBlueprint(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: ChangeOptions = {},
): Promise<BlueprintRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  return logged(ctx, entryOf("UPDATE", identifier), () => {
    const patch = withoutStamps(read(blueprintPatchSchema, input)) as Partial<BlueprintDefinition>;
    return changeBlueprint(ctx, identifier, options, (before) => ({
      ...mergeBlueprint(before, patch),
      identifier: patch.identifier ?? identifier,
    }));
  });
}

/** Deletes a blueprint that has no entities, to which no other relates and that no action needs. Throws Conflict (`has_dependents`) otherwise. */
export async function deleteBlueprint(
  ctx: AnyContext,
  identifier: string,
  options: { revision?: number; deleteActions?: boolean } = {},
): Promise<void> {
  checkPermission(ctx.actor, "blueprints.manage");
  await logged(ctx, entryOf("DELETE", identifier), () =>
    changeModel(ctx, async (tx) => {
      await store.lockDefinitions(tx.db);
      if (isSystem(identifier))
        throw new Precondition(
          `"${identifier}" is a blueprint that the portal itself keeps: it cannot be deleted. Remove what you added to it, or hide it.`,
        );
      const row = await lockForChange(tx, identifier, options.revision);
      const related = (await store.otherBlueprints(tx.db, identifier)).filter((other) =>
        Object.values(other.definition.relations ?? {}).some((r) => r.target === identifier),
      );
      if (related.length)
        throw hasDependents(`${names(related)} relate to "${identifier}". Remove their relations first.`);
      await assertNoActions(tx, identifier, options);
      await removeBlueprint(tx, row, options);
    }),
  );
}

/** Removes a blueprint that no other needs, with its saved views, revision and audit row. Throws Conflict (`has_dependents`) while it has entities. */
export async function removeBlueprint(
  tx: TransactionContext,
  row: store.BlueprintRow,
  { deleteActions = false } = {},
): Promise<void> {
  const { identifier } = row;
  const count = await store.countEntitiesOf(tx.db, row.id);
  if (count)
    throw hasDependents(
      `"${identifier}" still has ${count} ${count === 1 ? "entity" : "entities"}. Delete them first.`,
    );
  await assertNoOpenRuns(tx, identifier);
  // Another blueprint may get the identifier, and would not be what they show.
  const views = await removeViewsOf(tx.db, identifier);
  await store.removeBlueprint(tx.db, row.id);
  await forgetModerated(tx, identifier);
  await store.recordBlueprint(tx.db, row, null, row.revision + 1, actorId(tx.actor));
  await auditAll(tx, [
    ...views.map(({ id, title, shared, state }) => ({
      action: "DELETE",
      resourceType: "view",
      resourceId: id,
      blueprint: identifier,
      diff: { before: { title, shared, state } },
    })),
    { ...entryOf("DELETE", identifier), diff: { before: row.definition } },
  ]);
  await publish(tx, "blueprint.deleted", { blueprint: identifier, deleteActions });
}

const names = (rows: { identifier: string }[]) => rows.map((row) => `"${row.identifier}"`).join(", ");
const taken = (identifier: string) =>
  new Conflict(`A blueprint "${identifier}" exists already. Change that one, or choose another identifier.`);

const entryOf = (action: string, identifier: string) => ({
  action,
  resourceType: "blueprint",
  resourceId: identifier,
  blueprint: identifier,
});

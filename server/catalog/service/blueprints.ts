import { audit } from "@/server/audit/service";
import { forgetModerated } from "@/server/identity/service/people";
import { actorId } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import {
  blueprintCreateSchema,
  blueprintPatchSchema,
  blueprintReplaceSchema,
} from "../core/blueprint-schema";
import { definitionIssues, immutableIssues, mergeBlueprint, removedKeys } from "../core/blueprint-rules";
import type { BlueprintDefinition, BlueprintRecord } from "../schema";
import * as store from "../store/blueprints";
import { readableEntities } from "./access";
import { changeModel, modelOf } from "./model";
import { read, type AnyContext } from "./write";

/** Stamps are ours: what a client sends back of them is not part of the definition. */
const STAMPS = ["createdAt", "createdBy", "updatedAt", "updatedBy"] as const;

function unstamped<T extends Record<string, unknown>>(definition: T): T {
  return Object.fromEntries(
    Object.entries(definition).filter(([key]) => !(STAMPS as readonly string[]).includes(key)),
  ) as T;
}

export function toBlueprint(row: store.BlueprintRow): BlueprintRecord {
  return {
    ...row.definition,
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}

/** All blueprints by title, each with how many entities it has. */
export async function listBlueprints(
  ctx: AnyContext,
): Promise<(BlueprintRecord & { entityCount: number })[]> {
  checkPermission(ctx.actor, "catalog.read");
  const readable = await readableEntities(ctx, await modelOf(ctx));
  const [rows, counts] = [await store.allBlueprints(ctx.db), await store.entityCounts(ctx.db, readable)];
  return rows.map((row) => ({ ...toBlueprint(row), entityCount: counts.get(row.id) ?? 0 }));
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
  const definition = unstamped(read(blueprintCreateSchema, input)) as BlueprintDefinition;
  return changeModel(ctx, async (tx) => {
    await store.lockDefinitions(tx.db);
    if (await store.blueprintBy(tx.db, definition.identifier)) throw taken(definition.identifier);
    await checkDefinition(tx, definition, null);
    const row = await store.insertBlueprint(tx.db, definition, actorId(tx.actor));
    if (!row) throw taken(definition.identifier);
    await record(tx, row, null);
    return toBlueprint(row);
  });
}

/** Replaces a blueprint. Throws NotFound, Invalid with paths, and Conflict when it is not at `revision` any more. */
export async function replaceBlueprint(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: { revision?: number } = {},
): Promise<BlueprintRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  const given = unstamped(read(blueprintReplaceSchema, input));
  return change(
    ctx,
    identifier,
    options,
    () => ({ ...given, identifier: given.identifier ?? identifier }) as BlueprintDefinition,
  );
}

/** Changes what is given of a blueprint: properties, relations and computed properties are merged by key. Throws as replacing does. */
export async function updateBlueprint(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: { revision?: number } = {},
): Promise<BlueprintRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  const patch = unstamped(read(blueprintPatchSchema, input)) as Partial<BlueprintDefinition>;
  return change(ctx, identifier, options, (before) => ({
    ...mergeBlueprint(before, patch),
    identifier: patch.identifier ?? identifier,
  }));
}

/** Deletes a blueprint that has no entities and that no other blueprint relates to. Throws Conflict (`has_dependents`) otherwise. */
export async function deleteBlueprint(
  ctx: AnyContext,
  identifier: string,
  options: { revision?: number } = {},
): Promise<void> {
  checkPermission(ctx.actor, "blueprints.manage");
  await changeModel(ctx, async (tx) => {
    await store.lockDefinitions(tx.db);
    const row = await lockForChange(tx, identifier, options.revision);
    const count = await store.countEntitiesOf(tx.db, row.id);
    if (count)
      throw hasDependents(
        `"${identifier}" still has ${count} ${count === 1 ? "entity" : "entities"}. Delete them first.`,
      );
    const related = (await store.otherBlueprints(tx.db, identifier)).filter((other) =>
      Object.values(other.definition.relations ?? {}).some((r) => r.target === identifier),
    );
    if (related.length)
      throw hasDependents(`${names(related)} relate to "${identifier}". Remove their relations first.`);
    await store.removeBlueprint(tx.db, row.id);
    await forgetModerated(tx, identifier);
    await store.recordBlueprint(tx.db, row, null, row.revision + 1, actorId(tx.actor));
    await audit(tx, {
      action: "DELETE",
      resourceType: "blueprint",
      resourceId: identifier,
      blueprint: identifier,
      diff: { before: row.definition },
    });
  });
}

async function change(
  ctx: AnyContext,
  identifier: string,
  options: { revision?: number },
  decide: (before: BlueprintDefinition) => BlueprintDefinition,
): Promise<BlueprintRecord> {
  return changeModel(ctx, async (tx) => {
    await store.lockDefinitions(tx.db);
    const before = await lockForChange(tx, identifier, options.revision);
    const after = decide(before.definition);
    if (after.identifier !== identifier)
      throw Invalid.at(
        ["identifier"],
        `The identifier of a blueprint cannot change; this one is "${identifier}". Create a new blueprint instead.`,
      );
    const issues = immutableIssues(before.definition, after);
    if (issues.length) throw new Invalid(issues);
    await checkDefinition(tx, after, before.definition);
    await store.dropValues(tx.db, before.id, removedKeys(before.definition, after));
    const row = await store.changeBlueprint(tx.db, before, after, actorId(tx.actor));
    if (!row) throw changedMeanwhile(identifier);
    await record(tx, row, before.definition);
    return toBlueprint(row);
  });
}

async function lockForChange(
  tx: TransactionContext,
  identifier: string,
  revision: number | undefined,
): Promise<store.BlueprintRow> {
  const row = await store.blueprintBy(tx.db, identifier, "update");
  if (!row) throw new NotFound("Blueprint", identifier);
  if (revision !== undefined && row.revision !== revision)
    throw changedMeanwhile(identifier, { expected: revision, current: row.revision });
  return row;
}

/** Checks a definition against the others, and the others against it: a mirror of theirs may pass through it. */
async function checkDefinition(
  tx: TransactionContext,
  after: BlueprintDefinition,
  before: BlueprintDefinition | null,
): Promise<void> {
  const others = (await store.otherBlueprints(tx.db, after.identifier)).map((row) => row.definition);
  const known = new Map(others.map((definition) => [definition.identifier, definition]));
  const issues = definitionIssues(after, known);
  if (issues.length) throw new Invalid(issues);
  if (!before) return;
  const [then, soon] = [
    new Map(known).set(after.identifier, before),
    new Map(known).set(after.identifier, after),
  ];
  const broken = others.filter(
    (other) => definitionIssues(other, soon).length > 0 && definitionIssues(other, then).length === 0,
  );
  if (broken.length)
    throw hasDependents(
      `Mirror properties of ${broken.map((other) => `"${other.identifier}"`).join(", ")} pass through a relation that would be removed. Change them first.`,
    );
}

async function record(
  tx: TransactionContext,
  row: store.BlueprintRow,
  before: BlueprintDefinition | null,
): Promise<void> {
  await store.recordBlueprint(tx.db, row, row.definition, row.revision, actorId(tx.actor));
  await audit(tx, {
    action: before ? "UPDATE" : "CREATE",
    resourceType: "blueprint",
    resourceId: row.identifier,
    blueprint: row.identifier,
    diff: { ...(before ? { before } : {}), after: row.definition },
  });
}

const names = (rows: { identifier: string }[]) => rows.map((row) => `"${row.identifier}"`).join(", ");
const taken = (identifier: string) =>
  new Conflict(`A blueprint "${identifier}" exists already. Change that one, or choose another identifier.`);
const hasDependents = (message: string) => new Conflict(message, { error: "has_dependents" });
const changedMeanwhile = (identifier: string, data?: { expected: number; current: number }) =>
  new Conflict(
    `"${identifier}" was changed by somebody else meanwhile. Load it again, and repeat your change.`,
    data,
  );

import { actorId } from "@/server/kernel/context";
import { Invalid, NotFound, type Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { definitionIssues, immutableIssues } from "../core/blueprint-rules";
import { blueprintCreateSchema } from "../core/blueprint-schema";
import { withoutStamps } from "../core/strict";
import type { BlueprintDefinition } from "../schema";
import * as store from "../store/blueprints";
import { changeDefinitions, recordChange } from "./blueprint-record";
import { removeBlueprint } from "./blueprints";
import { changedMeanwhile, changeValues } from "./change-blueprint";
import { read, type AnyContext } from "./write";

/**
 * Makes, changes and removes several blueprints at once: they are checked against one another as they will be, so their
 * order does not matter and they may relate in circles. Issues have paths from `blueprints`, by the index given.
 * Throws Invalid, Conflict where other blueprints or entities need what is removed, and NotFound.
 */
export async function applyModel(
  ctx: AnyContext,
  input: { set: { index: number; document: unknown }[]; remove: string[] },
): Promise<void> {
  checkPermission(ctx.actor, "blueprints.manage");
  const given = input.set.map(({ index, document }) => ({
    index,
    definition: within(["blueprints", index], () => readDefinition(document)),
  }));
  const set = given.map(({ definition }) => definition);
  await changeDefinitions(ctx, async (tx) => {
    const rows = new Map((await store.allBlueprints(tx.db)).map((row) => [row.identifier, row]));
    const after = new Map([...rows].map(([identifier, row]) => [identifier, row.definition]));
    for (const identifier of input.remove) after.delete(identifier);
    for (const definition of set) after.set(definition.identifier, definition);
    const issues = given.flatMap(({ definition, index }) => {
      const before = rows.get(definition.identifier)?.definition;
      return prefixed(
        ["blueprints", index],
        [...(before ? immutableIssues(before, definition) : []), ...definitionIssues(definition, after)],
      );
    });
    if (issues.length) throw new Invalid(issues);
    await assertOthersHold(rows, after, new Set(set.map((definition) => definition.identifier)));
    for (const definition of set) await place(tx, rows.get(definition.identifier), definition);
    for (const identifier of input.remove) {
      const row = await store.blueprintBy(tx.db, identifier, "update");
      if (!row) throw new NotFound("Blueprint", identifier);
      await removeBlueprint(tx, row);
    }
    return { result: undefined, changed: set.map((definition) => definition.identifier) };
  });
}

const readDefinition = (document: unknown) =>
  withoutStamps(read(blueprintCreateSchema, document)) as BlueprintDefinition;

/** Blueprints that are not set may not be left leading nowhere. */
async function assertOthersHold(
  rows: Map<string, store.BlueprintRow>,
  after: Map<string, BlueprintDefinition>,
  set: Set<string>,
): Promise<void> {
  const before = new Map([...rows].map(([identifier, row]) => [identifier, row.definition]));
  const issues = [...after.values()].flatMap((definition) => {
    if (set.has(definition.identifier)) return [];
    const old = new Set(definitionIssues(definition, before).map((issue) => issue.path.join(".")));
    return definitionIssues(definition, after)
      .filter((issue) => !old.has(issue.path.join(".")))
      .map((issue) => ({ path: [], message: `"${definition.identifier}" needs it: ${issue.message}` }));
  });
  if (issues.length) throw new Invalid(issues);
}

async function place(
  tx: TransactionContext,
  row: store.BlueprintRow | undefined,
  definition: BlueprintDefinition,
): Promise<void> {
  const by = actorId(tx.actor);
  if (!row) {
    const made = await store.insertBlueprint(tx.db, definition, by);
    if (!made) throw changedMeanwhile(definition.identifier);
    return recordChange(tx, made, null);
  }
  const held = await store.blueprintBy(tx.db, row.identifier, "update");
  const changed = held && (await store.changeBlueprint(tx.db, held, definition, by));
  if (!held || !changed) throw changedMeanwhile(definition.identifier);
  await changeValues(tx, held, changed);
  await recordChange(tx, changed, held.definition);
}

const prefixed = (at: Issue["path"], issues: Issue[]): Issue[] =>
  issues.map(({ path, message }) => ({ path: [...at, ...path], message }));

/** Does something whose faults have paths from a part of the input. */
function within<T>(at: Issue["path"], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Invalid) throw new Invalid(prefixed(at, error.details.issues ?? []));
    throw error;
  }
}

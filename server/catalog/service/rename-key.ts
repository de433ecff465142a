import { audit } from "@/server/audit/service";
import { actorId } from "@/server/kernel/context";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { PROPERTY_KEY } from "@/server/properties/schema";
import { type Dependent, dependentAt, what } from "../core/dependents";
import { keysOf, renameInDefinition, renameInPermissions, renameInView } from "../core/rename";
import { KEY_KINDS, type KeyKind, type KeyOf } from "../core/rename-paths";
import type { BlueprintDefinition, BlueprintRecord } from "../schema";
import * as store from "../store/blueprints";
import { actionDefinitions, setViewState, viewsOf } from "../store/dependents";
import * as values from "../store/values";
import { changeDefinitions, hasDependents, recordChange, toBlueprint } from "./blueprint-record";
import { changedMeanwhile, lockForChange } from "./change-blueprint";
import { logged } from "./logged";
import { recount } from "./counts";
import { actionDependents } from "./preview-blueprint";
import type { AnyContext } from "./write";

export interface RenameInput {
  kind: KeyKind;
  from: string;
  to: string;
  revision?: number;
}

export interface RenameResult {
  blueprint: BlueprintRecord;
  /** What named the key and follows its new name; actions do so within a moment. */
  followed: Dependent[];
  /** Expressions in which the old name stands where only a person can tell what it means: look at them. */
  unclear: Dependent[];
}

/**
 * Gives a key of a blueprint another name. Entities keep their values, and everything that names the key follows: required
 * keys, mirrors, ownership, calculations and aggregations of all blueprints, permissions, saved views, and, by an event,
 * actions. Throws NotFound, Invalid, and Conflict when the blueprint is at another revision.
 */
export async function renameKey(
  ctx: AnyContext,
  identifier: string,
  { kind, from, to, revision }: RenameInput,
): Promise<RenameResult> {
  checkPermission(ctx.actor, "blueprints.manage");
  const subject: KeyOf = { blueprint: identifier, kind, key: from };
  const entry = {
    action: "RENAME",
    resourceType: "blueprint",
    resourceId: identifier,
    blueprint: identifier,
  };
  return logged(ctx, entry, () =>
    changeDefinitions(ctx, async (tx) => {
      const row = await lockForChange(tx, identifier, revision);
      assertRenamable(row.definition, subject, to);
      const others = await store.otherBlueprints(tx.db, identifier);
      const known = new Map([row, ...others].map((r) => [r.identifier, r.definition]));
      const views = await viewsOf(tx.db, identifier);
      const followed: Dependent[] = actionDependents(await actionDefinitions(tx.db), subject, known);
      const unclear: Dependent[] = [];

      const changed: store.BlueprintRow[] = [];
      for (const other of [row, ...others]) {
        const { definition, mentions } = renameInDefinition(other.definition, subject, to, known);
        for (const mention of mentions)
          (mention.sure ? followed : unclear).push(dependentAt(other.identifier, subject, mention));
        if (other.id === row.id || mentions.some((mention) => mention.sure))
          changed.push(await storeDefinition(tx, other, definition));
      }
      await moveStored(tx, row.id, subject, to);
      followed.push(...(await renamePermissions(tx, row, subject, to, known)));
      for (const view of views) {
        const { state, renamed } = renameInView(view.state, subject, to);
        if (!renamed) continue;
        await setViewState(tx.db, view.id, state as Record<string, unknown>);
        followed.push({
          kind: "view",
          identifier: view.id,
          message: `The saved view "${view.title}" names ${what(subject)}.`,
        });
      }
      const renamed = changed[0];
      if (!renamed) throw changedMeanwhile(identifier);
      await recount(tx, renamed);
      await publish(tx, "blueprint.keyRenamed", { blueprint: identifier, kind, from, to });
      return {
        result: { blueprint: toBlueprint(renamed), followed, unclear },
        changed: changed.map((r) => r.identifier),
      };
    }),
  );
}

function assertRenamable(definition: BlueprintDefinition, { kind, key }: KeyOf, to: string): void {
  if (!Object.hasOwn(keysOf(definition, kind), key))
    throw new NotFound(kind === "relation" ? "Relation" : "Property", key);
  if (!PROPERTY_KEY.test(to))
    throw Invalid.at(["to"], "A key has 1 to 100 letters, digits or the characters @ _ = \\ and -.");
  const rivals = kind === "relation" ? (["relation"] as const) : KEY_KINDS.filter((k) => k !== "relation");
  if (rivals.some((other) => Object.hasOwn(keysOf(definition, other), to)))
    throw Invalid.at(
      ["to"],
      `"${definition.identifier}" has a ${kind === "relation" ? "relation" : "property"} "${to}" already. Choose another name, or rename that one first.`,
    );
}

async function storeDefinition(
  tx: TransactionContext,
  row: store.BlueprintRow,
  definition: BlueprintDefinition,
): Promise<store.BlueprintRow> {
  const next = await store.changeBlueprint(tx.db, row, definition, actorId(tx.actor));
  if (!next) throw hasDependents(`"${row.identifier}" was changed at the same moment. Try it again.`);
  await recordChange(tx, next, row.definition);
  return next;
}

async function moveStored(
  tx: TransactionContext,
  blueprintId: string,
  { kind, key }: KeyOf,
  to: string,
): Promise<void> {
  if (kind === "relation") await values.moveRelations(tx.db, blueprintId, key, to);
  else await values.moveValues(tx.db, blueprintId, key, to);
}

async function renamePermissions(
  tx: TransactionContext,
  row: store.BlueprintRow,
  subject: KeyOf,
  to: string,
  known: ReadonlyMap<string, BlueprintDefinition>,
): Promise<Dependent[]> {
  if (!row.permissions) return [];
  const { permissions, mentions } = renameInPermissions(row.permissions, subject, to, known);
  if (mentions.length === 0) return [];
  await store.changePermissions(tx.db, row, permissions);
  await audit(tx, {
    action: "SET_PERMISSIONS",
    resourceType: "blueprint",
    resourceId: row.identifier,
    blueprint: row.identifier,
    diff: { before: row.permissions, after: permissions },
  });
  return mentions.map(({ path }) => ({
    kind: "permission",
    identifier: row.identifier,
    message: `The permissions of "${row.identifier}" name ${what(subject)} (${path.join(".")}).`,
  }));
}

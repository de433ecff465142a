import { audit } from "@/server/audit/service";
import { actorNames } from "@/server/catalog/service/names";
import { actorId, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { voidUnstartedRuns } from "@/server/runs/service/decided";
import { checkAction } from "../core/check";
import { type ActionDefinition, DEFAULT_PERMISSIONS } from "../schema";
import * as store from "../store";
import { assertApprovable, assertDefinitionFits } from "./verify";

type AnyContext = Context | TransactionContext;

/** An action as the API gives it out: the definition as it was sent, and who changed it when. */
export type ActionView = ActionDefinition & {
  id: string;
  revision: number;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
};

export const viewOf = (row: store.ActionRow): ActionView => ({
  ...row.definition,
  id: row.id,
  revision: row.revision,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  updatedAt: row.updatedAt.toISOString(),
  updatedBy: row.updatedBy,
});

/** Reads and checks a definition. Out: as it was sent, which is what is stored. Throws Invalid with all places at fault. */
async function readDefinition(ctx: AnyContext, input: unknown): Promise<ActionDefinition> {
  const checked = checkAction(input);
  if (!checked.ok) throw new Invalid(checked.issues);
  await assertDefinitionFits(ctx, checked.action);
  return structuredClone(input) as ActionDefinition;
}

/** Makes an action with the default permissions. Administrators only. Throws Invalid, or Conflict when the identifier is taken. */
export async function createAction(ctx: AnyContext, input: unknown): Promise<ActionView> {
  checkPermission(ctx.actor, "actions.manage");
  const definition = await readDefinition(ctx, input);
  return transaction(ctx, async (tx) => {
    await assertApprovable(tx, definition, DEFAULT_PERMISSIONS);
    const row = await store.insertAction(tx.db, definition, DEFAULT_PERMISSIONS, actorId(tx.actor));
    if (!row) throw taken(definition.identifier);
    await store.insertRevision(tx.db, row, definition, row.createdBy);
    await record(tx, "CREATE", row, { after: definition });
    return viewOf(row);
  });
}

/**
 * Replaces a definition; runs under way keep the revision that they were started with, those that wait for approval
 * become stale. With `revision`, throws Conflict when that is no longer the current one, so that nobody overwrites what
 * they have not seen. Administrators only.
 */
export async function replaceAction(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: { revision?: number } = {},
): Promise<ActionView> {
  checkPermission(ctx.actor, "actions.manage");
  if (!(await store.findAction(ctx.db, identifier))) throw new NotFound("Action", identifier);
  const definition = await readDefinition(ctx, input);
  return transaction(ctx, async (tx) => {
    const row = await store.lockAction(tx.db, identifier);
    if (!row) throw new NotFound("Action", identifier);
    if (options.revision !== undefined && options.revision !== row.revision)
      throw new Conflict(
        `The action was changed by ${await nameOf(tx, row.updatedBy)} while you worked on it. Reload it and make your change again.`,
        { revision: row.revision },
      );
    if (definition.identifier !== identifier && (await store.findAction(tx.db, definition.identifier)))
      throw taken(definition.identifier);
    await assertApprovable(tx, definition, row.permissions);
    const updated = await store.updateDefinition(tx.db, row, definition, actorId(tx.actor));
    if (!updated)
      throw new Conflict(
        "The action was changed by somebody else at the same moment. Reload it and make your change again.",
      );
    await store.insertRevision(tx.db, updated, definition, updated.updatedBy);
    await voidUnstartedRuns(tx, row.id);
    await record(tx, "UPDATE", updated, { before: row.definition, after: definition });
    return viewOf(updated);
  });
}

/**
 * Deletes an action; its runs and revisions stay. Administrators only. Throws NotFound, and Conflict for one that is to destroy what
 * others make; `alongside` are those that are deleted together with it.
 */
export async function deleteAction(
  ctx: AnyContext,
  identifier: string,
  alongside: readonly string[] = [],
): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  await transaction(ctx, async (tx) => {
    await assertDestroysNothing(tx, identifier, alongside);
    await removeAction(tx, identifier);
  });
}

/** Deletes an action whose blueprint has gone, whoever relies on it. Throws NotFound. */
export async function removeAction(tx: TransactionContext, identifier: string): Promise<void> {
  const row = await store.lockAction(tx.db, identifier);
  if (!row || !(await store.deleteAction(tx.db, row.id))) throw new NotFound("Action", identifier);
  await store.insertRevision(tx.db, { ...row, revision: row.revision + 1 }, null, actorId(tx.actor));
  await voidUnstartedRuns(tx, row.id);
  await record(tx, "DELETE", row, { before: row.definition });
}

async function assertDestroysNothing(
  tx: TransactionContext,
  identifier: string,
  alongside: readonly string[],
): Promise<void> {
  const { actions, things } = await store.destroyedBy(tx.db, identifier);
  const others = actions.filter((one) => one !== identifier && !alongside.includes(one));
  if (others.length)
    throw new Conflict(
      `"${identifier}" destroys what ${others.map((one) => `"${one}"`).join(", ")} makes for a time. Choose another action in the lifetime there, or take the lifetime away, and delete it then.`,
      { actions: others },
    );
  if (things.length)
    throw new Conflict(
      `"${identifier}" is to destroy what still lives for a time: ${things.join(", ")}${things.length < store.MOST_NAMED ? "" : " and perhaps more"}. Destroy that first, and delete the action then.`,
      { things },
    );
}

/** One action. One that is not published exists for administrators only. Throws NotFound. */
export async function getAction(ctx: AnyContext, identifier: string): Promise<ActionView> {
  return viewOf(await visibleAction(ctx, identifier));
}

/** The stored action, when the actor may know of it. */
export async function visibleAction(ctx: AnyContext, identifier: string): Promise<store.ActionRow> {
  checkPermission(ctx.actor, "actions.read");
  const row = await store.findAction(ctx.db, identifier);
  if (!row || (!row.published && !isAdmin(ctx.actor))) throw new NotFound("Action", identifier);
  return row;
}

/** Every action that the actor may know of, by identifier; each part of the selection narrows it. */
export async function selectActions(
  ctx: AnyContext,
  selection: store.ActionSelection,
): Promise<ActionView[]> {
  checkPermission(ctx.actor, "actions.read");
  const rows = await store.selectActions(ctx.db, selection);
  return rows.filter((row) => row.published || isAdmin(ctx.actor)).map(viewOf);
}

/** Types of the events that published automations listen to, each once. */
export async function automationEvents(ctx: AnyContext): Promise<string[]> {
  checkPermission(ctx.actor, "actions.read");
  return store.automationEvents(ctx.db);
}

const nameOf = async (ctx: AnyContext, id: string): Promise<string> =>
  (await actorNames(ctx, [id])).get(id) ?? "somebody";

const taken = (identifier: string) =>
  new Conflict(
    `There is an action "${identifier}" already. Choose another identifier, or change that action.`,
    { resource: "Action", identifier },
  );

const record = (
  tx: TransactionContext,
  action: string,
  row: store.ActionRow,
  diff: { before?: unknown; after?: unknown },
) =>
  audit(tx, { action, resourceType: "action", resourceId: row.identifier, blueprint: row.blueprint, diff });

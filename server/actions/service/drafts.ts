import { audit } from "@/server/audit/service";
import { actorNames } from "@/server/catalog/service/names";
import { actorId, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Invalid, type Issue, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { storableIssues } from "@/server/properties/storable";
import type { ActionDefinition } from "../schema";
import * as store from "../store";
import { clearDraft, setDraft } from "../store-drafts";
import { checkDefinition } from "./check-definition";
import { type ActionView, replaceAction, viewOf, visibleAction } from "./definitions";

type AnyContext = Context | TransactionContext;

/** A change that is kept and not live yet. */
export interface ActionDraft {
  /** As it was saved: it may have faults. */
  definition: Record<string, unknown>;
  by: string;
  byName: string;
  at: string;
  /** The action was changed after the draft was saved, so that publishing the draft would undo what nobody compared. */
  outdated: boolean;
}

/** An action with the draft of its next revision; to who is no administrator there is none. Throws NotFound. */
export async function getActionWithDraft(
  ctx: AnyContext,
  identifier: string,
): Promise<ActionView & { draft: ActionDraft | null }> {
  const row = await visibleAction(ctx, identifier);
  return { ...viewOf(row), draft: isAdmin(ctx.actor) ? await draftOf(ctx, row) : null };
}

async function draftOf(ctx: AnyContext, row: store.ActionRow): Promise<ActionDraft | null> {
  const { draft, draftBy: by, draftAt: at } = row;
  if (!draft || by === null || at === null) return null;
  return {
    definition: draft as unknown as Record<string, unknown>,
    by,
    byName: (await actorNames(ctx, [by])).get(by) ?? by,
    at: at.toISOString(),
    outdated: await changedSince(ctx, row, at),
  };
}

/** Whether there is a draft that is younger than the definition. */
export const hasFreshDraft = async (ctx: AnyContext, row: store.ActionRow): Promise<boolean> =>
  row.draftAt !== null && !(await changedSince(ctx, row, row.draftAt));

/** Whether the definition, and not just the permissions, is younger than that moment. */
async function changedSince(ctx: AnyContext, row: store.ActionRow, at: Date): Promise<boolean> {
  const current = await store.revisionOf(ctx.db, row.id, row.revision);
  return current !== undefined && current.at > at;
}

/**
 * Keeps a change of an action that is not live yet, in the place of an earlier draft. It may have faults, which are given back.
 * Administrators only. Throws NotFound, Invalid when it cannot be stored at all, and Conflict when `revision`, on which the
 * draft is based, is no longer the current one, or the earlier draft is not the one of `replaces`.
 *
 * @param replaces when the draft that is replaced was saved, null for none; left out, any is
 * @returns what is wrong with it, and when it was saved
 */
export async function saveDraft(
  ctx: AnyContext,
  identifier: string,
  definition: Record<string, unknown>,
  revision: number,
  replaces?: string | null,
): Promise<{ issues: Issue[]; at: string }> {
  checkPermission(ctx.actor, "actions.manage");
  const unstorable = storableIssues(definition);
  if (unstorable.length) throw new Invalid(unstorable);
  const at = await transaction(ctx, async (tx) => {
    const row = await locked(tx, identifier, revision);
    checkReplaced(row, replaces);
    const saved = await setDraft(tx.db, row.id, definition as unknown as ActionDefinition, actorId(tx.actor));
    await record(tx, "SAVE_DRAFT", row, { before: row.draft ?? row.definition, after: definition });
    return saved;
  });
  const { issues } = await checkDefinition(ctx, definition, identifier);
  return { issues, at };
}

/**
 * Forgets the draft of an action; without one, nothing happens. Administrators only. Throws NotFound, and Conflict when the
 * draft is not the one that was saved at `saved`; left out, any is.
 */
export async function discardDraft(ctx: AnyContext, identifier: string, saved?: string): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  await transaction(ctx, async (tx) => {
    const row = await store.lockAction(tx.db, identifier);
    if (!row) throw new NotFound("Action", identifier);
    if (!row.draft) return;
    checkReplaced(row, saved);
    await clearDraft(tx.db, row.id);
    await record(tx, "DISCARD_DRAFT", row, { before: row.draft });
  });
}

/**
 * Makes the draft the action's definition, through the same checks as any change. Administrators only. Throws NotFound,
 * Precondition without a draft, Invalid with its faults, and Conflict when the action is at another revision than
 * `revision` or was changed after the draft was saved, or the draft is not the one that was saved at `saved`.
 */
export async function publishDraft(
  ctx: AnyContext,
  identifier: string,
  revision: number,
  saved?: string,
): Promise<ActionView> {
  checkPermission(ctx.actor, "actions.manage");
  return transaction(ctx, async (tx) => {
    const row = await locked(tx, identifier, revision);
    if (row.draft) checkReplaced(row, saved);
    const draft = await draftOf(tx, row);
    if (!draft)
      throw new Precondition(
        `The action "${identifier}" has no draft. Save one, or change the action itself.`,
      );
    if (draft.outdated)
      throw new Conflict(
        `The action was changed after its draft was saved. Compare the two, then save the draft again or discard it.`,
        { revision: row.revision },
      );
    const published = await replaceAction(tx, identifier, draft.definition, { revision });
    await clearDraft(tx.db, row.id);
    return published;
  });
}

async function locked(
  tx: TransactionContext,
  identifier: string,
  revision: number,
): Promise<store.ActionRow> {
  const row = await store.lockAction(tx.db, identifier);
  if (!row) throw new NotFound("Action", identifier);
  if (row.revision !== revision)
    throw new Conflict(
      `The action is at revision ${row.revision}, and this is based on ${revision}. Reload it and make your change again.`,
      { revision: row.revision },
    );
  return row;
}

/** Throws Conflict when the draft of an action is another one than its author has seen. */
function checkReplaced(row: store.ActionRow, seen: string | null | undefined): void {
  const at = row.draftAt?.toISOString() ?? null;
  if (seen === undefined || seen === at) return;
  throw new Conflict(
    at === null
      ? "The draft was published or discarded meanwhile. Reload it and make your change again."
      : "Somebody else saved a draft of this action meanwhile. Reload it and make your change again.",
    { revision: row.revision, draft: at },
  );
}

const record = (
  tx: TransactionContext,
  action: string,
  row: store.ActionRow,
  diff: { before?: unknown; after?: unknown },
) =>
  audit(tx, { action, resourceType: "action", resourceId: row.identifier, blueprint: row.blueprint, diff });

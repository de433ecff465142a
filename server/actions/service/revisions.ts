import { actorNames } from "@/server/catalog/service/names";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ActionDefinition } from "../schema";
import * as store from "../store";
import { type ActionView, replaceAction, visibleAction } from "./definitions";

type AnyContext = Context | TransactionContext;

/** An action as somebody left it; null: it was deleted then. */
export interface ActionRevision {
  revision: number;
  at: string;
  by: string;
  byName: string;
  definition: ActionDefinition | null;
}

/** The numbered history of a definition, the newest first. Administrators only. Throws NotFound. */
export async function listRevisions(ctx: AnyContext, identifier: string): Promise<ActionRevision[]> {
  checkPermission(ctx.actor, "actions.manage");
  const rows = await store.revisionsOf(ctx.db, (await visibleAction(ctx, identifier)).id);
  const names = await actorNames(
    ctx,
    rows.map(({ by }) => by),
  );
  return rows.map(({ revision, at, by, definition }) => ({
    revision,
    at: at.toISOString(),
    by,
    byName: names.get(by) ?? by,
    definition,
  }));
}

/**
 * Makes an earlier revision the present one, as a new revision and through the same checks as any change; the identifier, by
 * which others know the action, stays. Administrators only. Throws NotFound, Invalid when the earlier definition no longer
 * fits, and Conflict when the action is at another revision than `expected`.
 */
export async function restoreRevision(
  ctx: AnyContext,
  identifier: string,
  revision: number,
  expected: number,
): Promise<ActionView> {
  checkPermission(ctx.actor, "actions.manage");
  const { id } = await visibleAction(ctx, identifier);
  const earlier = await store.revisionOf(ctx.db, id, revision);
  if (!earlier?.definition) throw new NotFound("Revision", `${identifier} ${revision}`);
  return replaceAction(ctx, identifier, { ...earlier.definition, identifier }, { revision: expected });
}

import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorId, isAdmin } from "@/server/kernel/context";
import { Forbidden, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { viewInputSchema, type SavedView, type ViewState } from "../core/view-schema";
import * as store from "../store/views";
import { readScope } from "./access";
import { blueprintIn, modelOf } from "./model";
import { actorNames } from "./names";
import { read, write, type AnyContext } from "./write";

/** Whether the actor may read entities of a blueprint at all. Throws NotFound for the blueprint. */
async function mayRead(ctx: AnyContext, blueprint: string): Promise<boolean> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  return (await readScope(ctx, model, blueprintIn(model, blueprint))) !== false;
}

const isOwn = (ctx: AnyContext, row: store.ViewRow): boolean => row.ownerId === actorId(ctx.actor);

function toView(ctx: AnyContext, row: store.ViewRow, names: Map<string, string>): SavedView {
  return {
    id: row.id,
    title: row.title,
    shared: row.shared,
    ownerName: names.get(row.ownerId) ?? row.ownerId,
    editable: isOwn(ctx, row) || isAdmin(ctx.actor),
    state: row.state as ViewState,
    updatedAt: row.updatedAt.toISOString(),
  };
}

async function shown(ctx: AnyContext, rows: store.ViewRow[]): Promise<SavedView[]> {
  const names = await actorNames(
    ctx,
    rows.map((row) => row.ownerId),
  );
  return rows.map((row) => toView(ctx, row, names));
}

/**
 * The views of a blueprint that the actor has saved or that are shared, by title; none when the actor may not read its
 * entities. Throws NotFound for the blueprint.
 */
export async function listViews(ctx: AnyContext, blueprint: string): Promise<SavedView[]> {
  if (!(await mayRead(ctx, blueprint))) return [];
  return shown(ctx, await store.viewsOf(ctx.db, blueprint, actorId(ctx.actor)));
}

/**
 * Saves a view, or changes the one of the given id; the answer is the view. Throws Invalid with paths, NotFound for the
 * blueprint or the view, and Forbidden for a blueprint that the actor may not read or a view of somebody else.
 */
export async function saveView(ctx: AnyContext, input: unknown): Promise<SavedView> {
  const { id, blueprint, ...view } = read(viewInputSchema, input);
  if (!(await mayRead(ctx, blueprint)))
    throw new Forbidden(
      `You may not read entities of "${blueprint}", so that you cannot save a view of them. An administrator can let you.`,
    );
  const row = await write(ctx, async (tx) => {
    const before = id === undefined ? null : await ownView(tx, id, blueprint);
    const after = before
      ? await store.changeView(tx.db, before.id, view)
      : await store.insertView(tx.db, { blueprint, ownerId: actorId(tx.actor), ...view });
    await audit(tx, {
      action: before ? "UPDATE" : "CREATE",
      resourceType: "view",
      resourceId: after.id,
      blueprint,
      diff: { ...(before && { before: told(before) }), after: told(after) },
    });
    return after;
  });
  const [saved] = await shown(ctx, [row]);
  return saved as SavedView;
}

/** Deletes a view. Throws NotFound, and Forbidden for a shared one of somebody else. */
export async function deleteView(ctx: AnyContext, id: string): Promise<void> {
  checkPermission(ctx.actor, "catalog.read");
  const viewId = read(z.uuid(), id);
  await write(ctx, async (tx) => {
    const row = await ownView(tx, viewId);
    await store.removeView(tx.db, row.id);
    await audit(tx, {
      action: "DELETE",
      resourceType: "view",
      resourceId: row.id,
      blueprint: row.blueprint,
      diff: { before: told(row) },
    });
  });
}

const told = ({ title, shared, state }: store.ViewRow) => ({ title, shared, state });

/** The view, if the actor may change it. One that somebody else keeps to themselves does not exist for the actor. */
async function ownView(tx: TransactionContext, id: string, blueprint?: string): Promise<store.ViewRow> {
  const row = await store.viewForChange(tx.db, id);
  if (!row || (blueprint !== undefined && row.blueprint !== blueprint)) throw new NotFound("View", id);
  if (isOwn(tx, row)) return row;
  if (!row.shared) throw new NotFound("View", id);
  if (isAdmin(tx.actor)) return row;
  throw new Forbidden(
    `The view "${row.title}" belongs to somebody else. Save your own, or ask its owner or an administrator to change it.`,
  );
}

import { granteeOf } from "@/server/catalog/service/access";
import { actorNames } from "@/server/catalog/service/names";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Forbidden, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { DEFAULT_PERMISSIONS, type Reader, rightsOn } from "../core/rights";
import { treeOf } from "../core/tree";
import type { PageNode, PageRights, PageView } from "../schema";
import * as store from "../store/pages";

export type AnyContext = Context | TransactionContext;

export const readerOf = (ctx: AnyContext): Reader => ({ ...granteeOf(ctx.actor), id: actorId(ctx.actor) });

const nodeOf = (row: store.PageHead, rights: PageRights, parent: string | null): PageNode => ({
  identifier: row.identifier,
  type: row.type,
  title: row.title,
  icon: row.icon,
  description: row.description,
  blueprint: row.blueprint,
  locked: row.locked,
  parent,
  updatedAt: row.updatedAt.toISOString(),
  rights,
  children: [],
});

/** The pages and folders that the actor may read, in order, as a list: each names its folder, those of folders that they may not read come last. */
export async function readableNodes(ctx: AnyContext): Promise<PageNode[]> {
  checkPermission(ctx.actor, "dashboards.read");
  const who = readerOf(ctx);
  const seen = (await store.allHeads(ctx.db)).flatMap((row) => {
    const rights = rightsOn(row, who);
    return rights ? [{ row, rights }] : [];
  });
  const names = new Map(seen.map(({ row }) => [row.id, row.identifier]));
  const isHidden = ({ parentId }: store.PageHead) => parentId !== null && !names.has(parentId);
  const inOrder = [...seen.filter(({ row }) => !isHidden(row)), ...seen.filter(({ row }) => isHidden(row))];
  return inOrder.map(({ row, rights }) =>
    nodeOf(row, rights, row.parentId === null ? null : (names.get(row.parentId) ?? null)),
  );
}

/** The same as a tree. */
export const listPages = async (ctx: AnyContext): Promise<PageNode[]> => treeOf(await readableNodes(ctx));

/** Pages that stand on each entity of a blueprint as tabs, as far as the actor may read them. */
export async function pagesForEntities(
  ctx: AnyContext,
  blueprint: string,
): Promise<{ identifier: string; title: string; icon: string | null }[]> {
  checkPermission(ctx.actor, "dashboards.read");
  const who = readerOf(ctx);
  const rows = await store.headsForEntities(ctx.db, blueprint);
  return rows.flatMap((row) => {
    const { identifier, title, icon } = row;
    return rightsOn(row, who) ? [{ identifier, title, icon }] : [];
  });
}

/** A page that the actor may read, with what they may do with it. Throws NotFound. */
export async function readablePage(
  ctx: AnyContext,
  identifier: string,
): Promise<{ row: store.PageRow; rights: PageRights }> {
  checkPermission(ctx.actor, "dashboards.read");
  const row = await store.findPage(ctx.db, identifier);
  const rights = row && rightsOn(row, readerOf(ctx));
  if (!row || !rights) throw new NotFound("Page", identifier);
  return { row, rights };
}

/** One page with what is on it. Throws NotFound. */
export async function getPage(ctx: AnyContext, identifier: string): Promise<PageView> {
  const { row } = await readablePage(ctx, identifier);
  return viewOf(ctx, row);
}

/** Pages as they are given out, in the same order; those that the actor may not read are left out. */
export async function getPages(ctx: AnyContext): Promise<PageView[]> {
  checkPermission(ctx.actor, "dashboards.read");
  const rows = await store.allPages(ctx.db);
  const who = readerOf(ctx);
  const seen = rows.filter((row) => rightsOn(row, who));
  const names = await actorNames(
    ctx,
    seen.flatMap(({ createdBy, updatedBy }) => [createdBy, updatedBy]),
  );
  const folders = new Map(seen.map((row) => [row.id, row.identifier]));
  return seen.map((row) =>
    toView(
      row,
      rightsOn(row, who)!,
      row.parentId === null ? null : (folders.get(row.parentId) ?? null),
      names,
    ),
  );
}

/** A page as whoever may read it gets it. */
export async function viewOf(ctx: AnyContext, row: store.PageRow): Promise<PageView> {
  const who = readerOf(ctx);
  const rights = rightsOn(row, who);
  if (!rights) throw new NotFound("Page", row.identifier);
  const folder = row.parentId === null ? undefined : await store.headById(ctx.db, row.parentId);
  const parent = folder && rightsOn(folder, who) ? folder.identifier : null;
  return toView(row, rights, parent, await actorNames(ctx, [row.createdBy, row.updatedBy]));
}

function toView(
  row: store.PageRow,
  rights: PageRights,
  parent: string | null,
  names: Map<string, string>,
): PageView {
  const { children: _children, ...node } = nodeOf(row, rights, parent);
  return {
    ...node,
    definition: row.definition,
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    createdByName: names.get(row.createdBy) ?? row.createdBy,
    updatedBy: row.updatedBy,
    updatedByName: names.get(row.updatedBy) ?? row.updatedBy,
    permissions: rights.share ? (row.permissions ?? DEFAULT_PERMISSIONS) : null,
  };
}

/**
 * A page for a change, kept from others. Throws NotFound, Forbidden where the actor has not that right, and Conflict when it
 * is not at the expected revision any more.
 */
export async function pageForChange(
  tx: TransactionContext,
  identifier: string,
  right: keyof PageRights,
  expectedRevision?: number,
): Promise<store.PageRow> {
  checkPermission(tx.actor, "dashboards.write");
  const row = await store.lockPage(tx.db, identifier);
  const rights = row && rightsOn(row, readerOf(tx));
  if (!row || !rights) throw new NotFound("Page", identifier);
  if (!rights[right]) throw new Forbidden(refusal(row, right));
  if (expectedRevision !== undefined && expectedRevision !== row.revision) {
    const by = (await actorNames(tx, [row.updatedBy])).get(row.updatedBy) ?? "somebody";
    throw new Conflict(
      `The page "${row.title}" was changed by ${by} while you worked on it. Load it again, and repeat your change.`,
      { expected: expectedRevision, current: row.revision },
    );
  }
  return row;
}

function refusal({ title, locked }: store.PageHead, right: keyof PageRights): string {
  if (right === "share")
    return `Who may see and change the page "${title}" is decided by its maker and administrators. Ask one of them.`;
  if (locked) return `The page "${title}" is locked. An administrator can unlock it.`;
  return right === "delete"
    ? `The page "${title}" is deleted by its maker and administrators. Ask one of them.`
    : `You may not change the page "${title}". Its maker or an administrator can let you; or make a copy of your own.`;
}

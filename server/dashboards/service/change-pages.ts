import { audit } from "@/server/audit/service";
import { modelOf } from "@/server/catalog/service/model";
import { read } from "@/server/catalog/service/write";
import { actorId, isAdmin } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, Limit, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import { settleDefinition } from "../core/page";
import { mergePermissions, OWN_PERMISSIONS } from "../core/rights";
import {
  createPageSchema,
  type CreatePageInput,
  type GivenDefinition,
  MAX_PAGE_BYTES,
  MAX_PAGES,
  type PageDefinition,
  type PageType,
  type PageView,
  updatePageSchema,
  type UpdatePageInput,
} from "../schema";
import * as store from "../store/pages";
import { checkNames } from "./known-names";
import { type AnyContext, pageForChange, readablePage, viewOf } from "./pages";
import { folderFor, putPlace } from "./place-pages";

/** A definition ready to be stored. Throws Invalid with paths, and Limit where it is too large. */
export function settled(input: GivenDefinition, at: (string | number)[] = ["definition"]): PageDefinition {
  const { definition, issues } = settleDefinition(input);
  if (issues.length) throw new Invalid(issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] })));
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes > MAX_PAGE_BYTES)
    throw new Limit(
      `The page has ${Math.ceil(bytes / 1024)} KB, and at most ${MAX_PAGE_BYTES / 1024} KB are kept. Make two pages of it, or shorten its texts.`,
      "size",
    );
  return definition;
}

/** An identifier made of a title: as it is written in addresses. */
const slugOf = (title: string): string =>
  title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80) || "page";

async function freeIdentifier(tx: TransactionContext, title: string): Promise<string> {
  const slug = slugOf(title);
  for (let n = 1; ; n += 1) {
    const identifier = n === 1 ? slug : `${slug}-${n}`;
    if (!(await store.findPage(tx.db, identifier))) return identifier;
  }
}

/**
 * Makes a page or a folder. What an administrator makes is read by everybody unless its permissions say otherwise; what anybody
 * else makes is theirs until they share it. Throws Invalid with paths, NotFound for the folder, Conflict for an identifier or a
 * home page that there is already, Limit.
 */
export async function createPage(
  ctx: AnyContext,
  input: CreatePageInput,
  /** Whose it is: left out, the actor's. */
  { createdBy = actorId(ctx.actor) }: { createdBy?: string } = {},
): Promise<PageView> {
  checkPermission(ctx.actor, "dashboards.write");
  const given = read(createPageSchema, input);
  if (given.type === "folder" && given.definition?.widgets.length)
    throw Invalid.at(["definition", "widgets"], "A folder has pages, not widgets.");
  if (given.type === "home" && !isAdmin(ctx.actor))
    throw new Forbidden("The home page is everybody's: administrators make it. Make a dashboard instead.");
  const definition = settled(given.definition ?? { widgets: [] });
  return transaction(ctx, async (tx) => {
    await store.lockTree(tx.db);
    if ((await store.countPages(tx.db)) >= MAX_PAGES)
      throw new Limit(`There are ${MAX_PAGES} pages, and no more are kept. Delete one first.`, "size");
    await checkBlueprint(tx, given.type, given.blueprint);
    const parent = await folderFor(tx, given.parent ?? null, { isFolder: given.type === "folder" });
    const permissions = given.permissions
      ? mergePermissions(isAdmin(tx.actor) ? null : OWN_PERMISSIONS, given.permissions)
      : isAdmin(tx.actor)
        ? null
        : OWN_PERMISSIONS;
    if (given.permissions) await checkNames(tx, given.permissions, ["permissions"]);
    if (given.locked && !isAdmin(tx.actor))
      throw new Forbidden("Only administrators lock pages. Leave it open, or ask one of them.");
    const identifier = given.identifier ?? (await freeIdentifier(tx, given.title));
    const row = await store.insertPage(tx.db, {
      identifier,
      type: given.type,
      title: given.title,
      icon: given.icon ?? null,
      description: given.description ?? null,
      blueprint: given.blueprint ?? null,
      parentId: parent,
      position: 0,
      locked: given.locked ?? false,
      definition,
      permissions,
      createdBy,
      updatedBy: actorId(tx.actor),
    });
    if (!row) throw await taken(tx, identifier);
    await putPlace(tx, row, parent, given.after);
    await audit(tx, {
      action: "CREATE",
      resourceType: "page",
      resourceId: identifier,
      diff: { after: told(row) },
    });
    return viewOf(tx, (await store.findPage(tx.db, identifier))!);
  });
}

async function taken(tx: TransactionContext, identifier: string): Promise<Conflict> {
  const other = await store.findPage(tx.db, identifier);
  return other
    ? new Conflict(`There is a page "${identifier}" already. Choose another identifier.`, {
        resource: "Page",
        identifier,
      })
    : new Conflict("There is a home page already. Change that one, or delete it first.", {
        resource: "Page",
      });
}

async function checkBlueprint(
  tx: TransactionContext,
  type: string,
  blueprint: string | undefined,
): Promise<void> {
  if (type !== "blueprint-entities" && type !== "entity") {
    if (blueprint !== undefined)
      throw Invalid.at(
        ["blueprint"],
        `Only pages of the types "blueprint-entities" and "entity" have a blueprint.`,
      );
    return;
  }
  if (blueprint === undefined)
    throw Invalid.at(["blueprint"], "Is missing: the blueprint whose entities the page is about.");
  if (!(await modelOf(tx)).blueprints.has(blueprint))
    throw Invalid.at(["blueprint"], `There is no blueprint "${blueprint}".`);
}

/** What the audit log keeps of a page. */
const told = ({
  title,
  icon,
  description,
  type,
  blueprint,
  locked,
  definition,
  permissions,
}: store.PageRow) => ({
  title,
  icon,
  description,
  type,
  blueprint,
  locked,
  definition,
  permissions,
});

/**
 * Changes what is given of a page. Without a difference nothing is written. Throws NotFound, Forbidden, Invalid with paths,
 * Limit, and Conflict when the page is at another revision than expected.
 */
export async function updatePage(
  ctx: AnyContext,
  identifier: string,
  input: UpdatePageInput,
): Promise<PageView> {
  const { expectedRevision, newIdentifier, definition: asked, ...shown } = read(updatePageSchema, input);
  const definition = asked && settled(asked);
  return transaction(ctx, async (tx) => {
    const before = await pageForChange(tx, identifier, "update", expectedRevision);
    if (before.type === "folder" && definition?.widgets.length)
      throw Invalid.at(["definition", "widgets"], "A folder has pages, not widgets.");
    if (shown.locked !== undefined && shown.locked !== before.locked && !isAdmin(tx.actor))
      throw new Forbidden("Only administrators lock and unlock pages. Ask one of them.");
    if (newIdentifier !== undefined && (await store.isTaken(tx.db, newIdentifier, before.id)))
      throw await taken(tx, newIdentifier);
    const wanted = {
      ...(newIdentifier === undefined ? {} : { identifier: newIdentifier }),
      ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)),
      ...(definition ? { definition } : {}),
    } as Partial<store.PageRow>;
    return viewOf(tx, await changed(tx, before, wanted));
  });
}

/** Writes what of a change differs. */
export async function changed(
  tx: TransactionContext,
  before: store.PageRow,
  wanted: Partial<
    Pick<
      store.PageRow,
      "identifier" | "title" | "icon" | "description" | "locked" | "definition" | "permissions"
    >
  >,
  action = "UPDATE",
): Promise<store.PageRow> {
  const keys = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
    (key) => !equalJson(before[key], wanted[key]),
  );
  if (!keys.length) return before;
  const pick = (of: Partial<store.PageRow>) => Object.fromEntries(keys.map((key) => [key, of[key]]));
  const after = await store.changePage(tx.db, before.id, pick(wanted), actorId(tx.actor));
  await audit(tx, {
    action,
    resourceType: "page",
    resourceId: before.identifier,
    diff: { before: pick(before), after: pick(after) },
  });
  return after;
}

/** Deletes a page; what is in a folder moves to where the folder was. Throws NotFound, Forbidden. */
export async function removePage(
  ctx: AnyContext,
  identifier: string,
  /** Only where it is of this type. */
  only?: PageType,
): Promise<void> {
  await transaction(ctx, async (tx) => {
    await store.lockTree(tx.db);
    const row = await pageForChange(tx, identifier, "delete");
    if (only !== undefined && row.type !== only) throw new NotFound("Folder", identifier);
    const within = await store.childrenOf(tx.db, row.id);
    const siblings = await store.childrenOf(tx.db, row.parentId);
    await store.place(
      tx.db,
      row.parentId,
      siblings.flatMap((id) => (id === row.id ? [...within, id] : [id])),
    );
    await store.deletePage(tx.db, row.id);
    await audit(tx, {
      action: "DELETE",
      resourceType: "page",
      resourceId: identifier,
      diff: { before: told(row) },
    });
  });
}

/** A copy of a page, the actor's own, in the folder of the page. Throws NotFound, Invalid for a folder, and as createPage does. */
export async function duplicatePage(
  ctx: AnyContext,
  identifier: string,
  input: { title?: string } = {},
): Promise<PageView> {
  const { row } = await readablePage(ctx, identifier);
  if (row.type === "folder")
    throw Invalid.at(["identifier"], `"${row.title}" is a folder: only pages are copied.`);
  const { parent } = await viewOf(ctx, row);
  const { definition } = row;
  return createPage(ctx, {
    type: row.type === "home" ? "dashboard" : row.type,
    title: input.title ?? `${row.title} (copy)`.slice(0, 200),
    icon: row.icon,
    description: row.description,
    ...(row.blueprint === null ? {} : { blueprint: row.blueprint }),
    parent,
    definition,
    permissions: OWN_PERMISSIONS,
  });
}

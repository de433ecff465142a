import { z } from "zod";
import { read } from "@/server/catalog/service/write";
import { usersByIds, userIdByEmail } from "@/server/identity/service/people";
import { isAdmin } from "@/server/kernel/context";
import { DomainError, Forbidden, Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import {
  definitionOf,
  documentOf,
  type GivenDocument,
  type PageDocument,
  pageDocumentSchema,
  pathInDocument,
} from "../core/document";
import { mergePermissions } from "../core/rights";
import type { CreatePageInput, PageView } from "../schema";
import * as store from "../store/pages";
import { changed, createPage, settled, updatePage } from "./change-pages";
import { checkNames } from "./known-names";
import { setPagePermissions } from "./page-permissions";
import { type AnyContext, getPage, pageForChange, readablePage, viewOf } from "./pages";
import { movePage } from "./place-pages";

/** A page as a document, to be kept in a file or sent back. Who may see it is in it for whoever may share it. Throws NotFound. */
export async function exportPage(ctx: AnyContext, identifier: string): Promise<PageDocument> {
  const { row, rights } = await readablePage(ctx, identifier);
  const { parent } = await viewOf(ctx, row);
  return documentOf(row, { parent }, rights.share ? row.permissions : null);
}

/** Faults of a definition, told where the document has it. */
async function inDocument<T>(document: GivenDocument, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "invalid" || !error.details.issues) throw error;
    throw new Invalid(
      error.details.issues.map(({ path, message }) => ({
        path: path[0] === "definition" ? pathInDocument(document, path.slice(1)) : path,
        message,
      })),
    );
  }
}

const headOf = ({ title, icon, description, locked }: GivenDocument) => ({
  title,
  icon: icon ?? null,
  description: description ?? null,
  ...(locked === undefined ? {} : { locked }),
});

/**
 * Makes a page of a document; with `replace`, one that there is becomes what the document says. Throws Invalid with the path of
 * each fault in the document, and as making and changing do.
 */
export async function importPage(
  ctx: AnyContext,
  input: unknown,
  { replace = false }: { replace?: boolean } = {},
): Promise<PageView> {
  checkPermission(ctx.actor, "dashboards.write");
  const document = read(pageDocumentSchema, input);
  const { identifier } = document;
  if (identifier !== undefined && replace && (await store.findPage(ctx.db, identifier)))
    return replacePage(ctx, identifier, input);
  return inDocument(document, () => createPage(ctx, creationOf(document)));
}

const creationOf = (document: GivenDocument): CreatePageInput => ({
  ...(document.identifier === undefined ? {} : { identifier: document.identifier }),
  type: document.type,
  ...(document.blueprint == null ? {} : { blueprint: document.blueprint }),
  ...headOf(document),
  parent: document.parent ?? null,
  ...(document.after === undefined ? {} : { after: document.after }),
  definition: definitionOf(document),
  ...(document.permissions ? { permissions: document.permissions } : {}),
});

/** Makes a page what a document says. Throws Invalid with paths in it, NotFound, Forbidden, Conflict. */
export async function replacePage(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  expectedRevision?: number,
): Promise<PageView> {
  const document = read(pageDocumentSchema, input);
  return transaction(ctx, (tx) =>
    inDocument(document, async () => {
      const before = await pageForChange(tx, identifier, "update", expectedRevision);
      checkKind(document, before);
      const { locked: _locked, ...head } = headOf(document);
      const locked = document.locked ?? before.locked;
      await updatePage(tx, identifier, {
        ...head,
        locked,
        definition: definitionOf(document),
        ...(document.identifier === undefined || document.identifier === identifier
          ? {}
          : { newIdentifier: document.identifier }),
      });
      const now = document.identifier ?? identifier;
      if (document.permissions) await setPagePermissions(tx, now, document.permissions);
      if (document.parent !== undefined || document.after !== undefined)
        await movePage(tx, now, {
          ...(document.parent === undefined ? {} : { parent: document.parent }),
          ...(document.after === undefined ? {} : { after: document.after }),
        });
      return getPage(tx, now);
    }),
  );
}

/** Changes what is given of a page, and leaves the rest. Throws as replacing does. */
export async function patchPage(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  expectedRevision?: number,
): Promise<PageView> {
  const patch = read(z.record(z.string(), z.unknown()), input);
  return transaction(ctx, async (tx) => {
    await pageForChange(tx, identifier, "update", expectedRevision);
    const { permissions: _permissions, parent: _parent, ...now } = await exportPage(tx, identifier);
    return replacePage(tx, identifier, { ...now, ...patch });
  });
}

function checkKind({ type, blueprint }: GivenDocument, before: store.PageRow): void {
  if (type !== before.type)
    throw Invalid.at(
      ["type"],
      `The page is of the type "${before.type}", which stays. Make another page instead.`,
    );
  if ((blueprint ?? null) !== before.blueprint)
    throw Invalid.at(["blueprint"], "The blueprint of a page stays. Make another page instead.");
}

/** Every page as a document, in the order of the navigation, for bundles. Administrators only. */
export async function exportPages(ctx: AnyContext): Promise<PageDocument[]> {
  requireAdmin(ctx);
  const rows = await store.allPages(ctx.db);
  const owners = new Map(
    (await usersByIds(ctx, [...new Set(rows.map(({ createdBy }) => createdBy))].filter(isUuid))).map(
      ({ id, email }) => [id, email],
    ),
  );
  const names = new Map(rows.map(({ id, identifier }) => [id, identifier]));
  const documents: PageDocument[] = [];
  const add = (parentId: string | null) => {
    let after: string | null = null;
    for (const row of rows.filter((one) => one.parentId === parentId)) {
      const parent = parentId === null ? null : names.get(parentId)!;
      documents.push(documentOf(row, { parent, after }, row.permissions, owners.get(row.createdBy)));
      after = row.identifier;
      add(row.id);
    }
  };
  add(null);
  return documents;
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function requireAdmin(ctx: AnyContext): void {
  if (!isAdmin(ctx.actor)) throw new Forbidden("Bundles are for administrators. Ask one of them.");
}

/**
 * Makes or changes a page as a bundle says, everything but its place; its folder is there or comes later. Administrators only.
 * Throws Invalid with paths in the document.
 */
export async function writePageDocument(tx: TransactionContext, input: unknown): Promise<void> {
  requireAdmin(tx);
  const document = read(pageDocumentSchema, input);
  const identifier = document.identifier!;
  await inDocument(document, async () => {
    const permissions = document.permissions ? mergePermissions(null, document.permissions) : null;
    if (document.permissions) await checkNames(tx, document.permissions, ["permissions"]);
    const owner = document.owner ? await userIdByEmail(tx, document.owner) : null;
    if (!(await store.findPage(tx.db, identifier))) {
      const { parent: _parent, after: _after, permissions: _permissions, ...rest } = creationOf(document);
      await createPage(tx, rest, owner ? { createdBy: owner.id } : {});
    }
    const before = (await store.lockPage(tx.db, identifier))!;
    checkKind(document, before);
    await changed(tx, before, {
      ...headOf(document),
      locked: document.locked ?? false,
      definition: settled(definitionOf(document)),
      permissions,
    });
  });
}

/** Puts a page where a bundle says; after what is not there, it is the last. */
export async function placePageDocument(tx: TransactionContext, input: unknown): Promise<void> {
  requireAdmin(tx);
  const { identifier, parent = null, after } = read(pageDocumentSchema, input);
  const folder = parent === null ? null : await store.findPage(tx.db, parent);
  const siblings = await store.childrenOf(tx.db, folder?.id ?? null);
  const before = after == null ? undefined : await store.findPage(tx.db, after);
  const isThere = before !== undefined && siblings.includes(before.id);
  await movePage(tx, identifier!, { parent, ...(after === null || isThere ? { after } : {}) });
}

import { audit } from "@/server/audit/service";
import { read } from "@/server/catalog/service/write";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { rightsOn } from "../core/rights";
import { depthOf, heightOf, reordered } from "../core/tree";
import { MAX_FOLDER_DEPTH, movePageSchema, type MovePageInput, type PageView } from "../schema";
import * as store from "../store/pages";
import { type AnyContext, pageForChange, readerOf, viewOf } from "./pages";

/**
 * The id of a folder that something may be put into; null is the top. The tree is locked. Throws NotFound for a folder that
 * there is not, or that the actor may not read, and Invalid where folders would be too deep, or within themselves.
 */
export async function folderFor(
  tx: TransactionContext,
  identifier: string | null,
  put: { id?: string; isFolder: boolean },
): Promise<string | null> {
  if (identifier === null) return null;
  const heads = await store.allHeads(tx.db);
  const folder = heads.find((head) => head.identifier === identifier);
  if (!folder || !rightsOn(folder, readerOf(tx))) throw new NotFound("Folder", identifier);
  if (folder.type !== "folder") throw Invalid.at(["parent"], `"${folder.title}" is a page, not a folder.`);
  if (!put.isFolder) return folder.id;
  const parents = new Map(heads.map(({ id, parentId }) => [id, parentId]));
  for (let at: string | null | undefined = folder.id; at; at = parents.get(at))
    if (at === put.id) throw Invalid.at(["parent"], "A folder cannot be put into itself.");
  const folders = heads.filter(({ type }) => type === "folder");
  const height = put.id === undefined ? 1 : heightOf(put.id, folders);
  const depth = depthOf(folder.id, parents) + height;
  if (depth > MAX_FOLDER_DEPTH)
    throw Invalid.at(
      ["parent"],
      `Folders are at most ${MAX_FOLDER_DEPTH} deep, and this would make ${depth}. Choose a folder further up.`,
    );
  return folder.id;
}

/** Puts something into a folder after another thing there. Throws Invalid where that is not in the folder. */
export async function putPlace(
  tx: TransactionContext,
  row: { id: string },
  parentId: string | null,
  after: string | null | undefined,
): Promise<void> {
  const siblings = await store.childrenOf(tx.db, parentId);
  const before = after == null ? undefined : await store.findPage(tx.db, after);
  if (after != null && (!before || before.id === row.id || !siblings.includes(before.id)))
    throw Invalid.at(
      ["after"],
      `"${after}" is not in that folder. Name something that is, or null for the first place.`,
    );
  await store.place(tx.db, parentId, reordered(siblings, row.id, after == null ? after : before!.id));
}

/**
 * Puts a page or folder somewhere else: into a folder, and after what is named there. Without `parent` it stays in its folder.
 * Throws NotFound, Forbidden, and Invalid with paths.
 */
export async function movePage(ctx: AnyContext, identifier: string, input: MovePageInput): Promise<PageView> {
  const { parent, after } = read(movePageSchema, input);
  return transaction(ctx, async (tx) => {
    await store.lockTree(tx.db);
    const row = await pageForChange(tx, identifier, "update");
    const target =
      parent === undefined
        ? row.parentId
        : await folderFor(tx, parent, { id: row.id, isFolder: row.type === "folder" });
    await putPlace(tx, row, target, after);
    await audit(tx, {
      action: "MOVE",
      resourceType: "page",
      resourceId: identifier,
      diff: { after: { parent: parent ?? null, after: after ?? null } },
    });
    return viewOf(tx, (await store.findPage(tx.db, identifier))!);
  });
}

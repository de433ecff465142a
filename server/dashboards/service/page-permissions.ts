import { read } from "@/server/catalog/service/write";
import { Forbidden } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { DEFAULT_PERMISSIONS, mergePermissions } from "../core/rights";
import { type PagePermissions, type PagePermissionsInput, pagePermissionsSchema } from "../schema";
import { changed } from "./change-pages";
import { checkNames } from "./known-names";
import { type AnyContext, pageForChange, readablePage } from "./pages";

/** Who may read and change a page, beside administrators and its maker. For them alone. Throws NotFound, Forbidden. */
export async function getPagePermissions(ctx: AnyContext, identifier: string): Promise<PagePermissions> {
  const { row, rights } = await readablePage(ctx, identifier);
  if (!rights.share)
    throw new Forbidden(
      `The permissions of the page "${row.title}" are for its maker and administrators. Ask one of them.`,
    );
  return row.permissions ?? DEFAULT_PERMISSIONS;
}

/** Changes those parts that are given. Throws NotFound, Forbidden, Invalid with paths. */
export async function setPagePermissions(
  ctx: AnyContext,
  identifier: string,
  input: PagePermissionsInput,
): Promise<PagePermissions> {
  const patch = read(pagePermissionsSchema, input);
  return transaction(ctx, async (tx) => {
    const row = await pageForChange(tx, identifier, "share");
    await checkNames(tx, patch);
    const permissions = mergePermissions(row.permissions, patch);
    await changed(tx, row, { permissions }, "SET_PERMISSIONS");
    return permissions;
  });
}

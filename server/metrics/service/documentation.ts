import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Conflict, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { insertReview, offeredPages, type OfferedPage, type PageKind } from "../store/documentation";

/** The pages of what is offered, with who read each last. Administrators only. */
export async function listPages(ctx: Context): Promise<OfferedPage[]> {
  checkPermission(ctx.actor, "insights.manage");
  return offeredPages(ctx.db);
}

/**
 * Notes that somebody read a page and found it still true. Administrators only. Throws NotFound for what is not offered, Conflict
 * where there is no page to read.
 */
export async function reviewPage(
  ctx: Context,
  { kind, identifier }: { kind: PageKind; identifier: string },
): Promise<void> {
  checkPermission(ctx.actor, "insights.manage");
  await transaction(ctx, async (tx) => {
    const page = (await offeredPages(tx.db)).find(
      (one) => one.kind === kind && one.identifier === identifier,
    );
    if (!page) throw new NotFound("Page", `${kind} ${identifier}`);
    if (!page.written) throw new Conflict(`"${page.title}" has no page yet. Write one first.`);
    await insertReview(tx, { kind, identifier, by: actorId(tx.actor), byName: actorName(tx.actor) });
    await audit(tx, { action: "REVIEW", resourceType: `${kind}_documentation`, resourceId: identifier });
  });
}

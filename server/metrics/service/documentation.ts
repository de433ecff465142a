import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Conflict, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { brokenLinks } from "../definitions/broken-links";
import { insertReview, lastReviews, offeredTexts, type PageKind } from "../store/documentation";

export interface OfferedPage {
  kind: PageKind;
  identifier: string;
  title: string;
  /** It is not empty. */
  written: boolean;
  /** Links that lead nowhere, as they are written. */
  broken: string[];
  /** Null: nobody has read it yet. */
  reviewedAt: Date | null;
  reviewedBy: string | null;
}

/** What needs a hand most comes first: what has no page, what leads nowhere, what nobody has read for longest. */
async function offeredPages(db: Context["db"]): Promise<OfferedPage[]> {
  const [pages, reviews] = await Promise.all([offeredTexts(db), lastReviews(db)]);
  const broken = await brokenLinks(db, pages);
  const last = new Map(reviews.map((review) => [`${review.kind} ${review.identifier}`, review]));
  return pages
    .map(({ kind, identifier, title, text }) => {
      const review = last.get(`${kind} ${identifier}`);
      return {
        ...{ kind, identifier, title },
        written: text.trim() !== "",
        broken: broken.get(`${kind} ${identifier}`) ?? [],
        reviewedAt: review ? new Date(review.at) : null,
        reviewedBy: review?.by ?? null,
      };
    })
    .sort(
      (a, b) =>
        Number(a.written) - Number(b.written) ||
        Number(b.broken.length > 0) - Number(a.broken.length > 0) ||
        Number(a.reviewedAt ?? 0) - Number(b.reviewedAt ?? 0),
    );
}

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

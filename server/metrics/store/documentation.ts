import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { documentationReviews } from "@/db/schema/documentation";
import type { TransactionContext } from "@/server/kernel/transaction";

export const PAGE_KINDS = ["action", "blueprint", "template"] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

export interface OfferedPage {
  kind: PageKind;
  identifier: string;
  title: string;
  /** It is not empty. */
  written: boolean;
  /** Null: nobody has read it yet. */
  reviewedAt: Date | null;
  reviewedBy: string | null;
}

/** What is offered to people, with the last review of its page; what needs one most comes first. */
export async function offeredPages(db: Executor): Promise<OfferedPage[]> {
  const rows = await db.execute<Omit<OfferedPage, "reviewedAt"> & { reviewedAt: string | null }>(sql`
    with things as (
      select 'action' as kind, identifier, coalesce(definition->>'title', identifier) as title,
        btrim(coalesce(definition->>'documentation', '')) <> '' as written
      from actions where published and trigger = 'self-service'
      union all
      select 'blueprint', identifier, coalesce(definition->>'title', identifier),
        btrim(coalesce(definition->>'description', '')) <> ''
      from blueprints where not hidden
      union all
      select * from (
        select distinct on (slug) 'template', slug, coalesce(manifest->>'title', slug), btrim(docs) <> ''
        from template_versions where status = 'active' order by slug, recommended desc, first_seen_at desc, version desc
      ) templates
    )
    select t.*, to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "reviewedAt", r.by_name as "reviewedBy"
    from things t
    left join lateral (
      select at, by_name from documentation_reviews d where d.kind = t.kind and d.identifier = t.identifier
      order by at desc limit 1
    ) r on true
    order by t.written, r.at nulls first, t.title, t.kind`);
  return rows.map(({ reviewedAt, ...row }) => ({
    ...row,
    reviewedAt: reviewedAt ? new Date(reviewedAt) : null,
  }));
}

export async function insertReview(
  tx: TransactionContext,
  review: { kind: PageKind; identifier: string; by: string; byName: string },
): Promise<void> {
  await tx.db.insert(documentationReviews).values(review);
}

import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { documentationReviews } from "@/db/schema/documentation";
import type { TransactionContext } from "@/server/kernel/transaction";

export const PAGE_KINDS = ["action", "blueprint", "template"] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

/** What is offered to people, each with its page. */
const offered = sql`
  select 'action' as kind, identifier, coalesce(definition->>'title', identifier) as title, created_at,
    coalesce(definition->>'documentation', '') as text
  from actions where published and trigger = 'self-service'
  union all
  select 'blueprint', identifier, coalesce(definition->>'title', identifier), created_at,
    coalesce(definition->>'description', '')
  from blueprints where not hidden
  union all
  select * from (
    select distinct on (slug) 'template', slug, coalesce(manifest->>'title', slug),
      min(first_seen_at) over (partition by slug), docs
    from template_versions where status = 'active' order by slug, recommended desc, first_seen_at desc, version desc
  ) templates`;

/** A page of something that is offered; empty: it has none. */
export interface Offered {
  kind: PageKind;
  identifier: string;
  title: string;
  /** In ms. */
  createdAt: number;
  text: string;
}

export async function offeredTexts(db: Executor): Promise<Offered[]> {
  return [
    ...(await db.execute<Offered & Record<string, unknown>>(sql`
      select kind, identifier, title, extract(epoch from created_at)::float8 * 1000 as "createdAt", text
      from (${offered}) t order by title, kind`)),
  ];
}

/** When pages were read and found to be true, from a moment on, in ms. */
export async function reviewsSince(
  db: Executor,
  since: Date,
): Promise<{ kind: PageKind; identifier: string; at: number }[]> {
  return [
    ...(await db.execute<{ kind: PageKind; identifier: string; at: number }>(sql`
      select kind, identifier, extract(epoch from at)::float8 * 1000 as at
      from documentation_reviews where at >= ${since.toISOString()}::timestamptz`)),
  ];
}

/** The last review of each page. */
export async function lastReviews(
  db: Executor,
): Promise<{ kind: PageKind; identifier: string; at: number; by: string }[]> {
  return [
    ...(await db.execute<{ kind: PageKind; identifier: string; at: number; by: string }>(sql`
      select distinct on (kind, identifier) kind, identifier, extract(epoch from at)::float8 * 1000 as at, by_name as by
      from documentation_reviews order by kind, identifier, at desc`)),
  ];
}

export async function insertReview(
  tx: TransactionContext,
  review: { kind: PageKind; identifier: string; by: string; byName: string },
): Promise<void> {
  await tx.db.insert(documentationReviews).values(review);
}

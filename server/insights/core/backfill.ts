export const BACKFILL_SOURCES = ["github", "gitlab"] as const;
export type BackfillSource = (typeof BACKFILL_SOURCES)[number];
export const BACKFILL_STATUSES = ["running", "done", "failed", "cancelled"] as const;
export type BackfillStatus = (typeof BACKFILL_STATUSES)[number];
export const BACKFILL_PARTS = ["changes", "deployments", "findings", "incidents"] as const;
export type BackfillPart = (typeof BACKFILL_PARTS)[number];

/** Where a back-fill stands: the part of the repository, and its page, that are to be fetched next. */
export interface BackfillCursor {
  repository: number;
  part: number;
  /** The address of the page, as the vendor gave it; null: the first. */
  page: string | null;
}

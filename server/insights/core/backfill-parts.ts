export const BACKFILL_SOURCES = ["github", "gitlab"] as const;
export type BackfillSource = (typeof BACKFILL_SOURCES)[number];
export const BACKFILL_STATUSES = ["running", "done", "failed", "out_of_quota", "cancelled"] as const;
export type BackfillStatus = (typeof BACKFILL_STATUSES)[number];
export const BACKFILL_PARTS = ["changes", "deployments", "findings", "incidents"] as const;
export type BackfillPart = (typeof BACKFILL_PARTS)[number];

/** What can be fetched of each. GitLab tells findings by another API, to few. */
export const PARTS_OF: Readonly<Record<BackfillSource, readonly BackfillPart[]>> = {
  github: BACKFILL_PARTS,
  gitlab: ["changes", "deployments", "incidents"],
};

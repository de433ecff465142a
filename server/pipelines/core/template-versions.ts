export const VERSION_STATUSES = ["active", "deprecated"] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** stopped: an instance did not succeed, or a person ended it; what was begun goes on. */
export const UPGRADE_STATUSES = ["running", "done", "stopped"] as const;
export type UpgradeStatus = (typeof UPGRADE_STATUSES)[number];

/** waiting → running → succeeded | failed; skipped: it was refused before a run began, or the set was stopped. */
export const UPGRADE_ITEM_STATUSES = ["waiting", "running", "succeeded", "failed", "skipped"] as const;
export type UpgradeItemStatus = (typeof UPGRADE_ITEM_STATUSES)[number];

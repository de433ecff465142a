export const VERSION_STATUSES = ["active", "deprecated"] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** Who said when the change of a version was merged: the history of the templates folder, or somebody by the API. */
export const MERGE_SOURCES = ["git", "told"] as const;
export type MergeSource = (typeof MERGE_SOURCES)[number];

/** stopped: an instance did not succeed, or a person ended it; what was begun goes on. */
export const UPGRADE_STATUSES = ["running", "done", "stopped"] as const;
export type UpgradeStatus = (typeof UPGRADE_STATUSES)[number];

/** waiting → running → succeeded | failed; skipped: it was refused before a run began, or the set was stopped. */
export const UPGRADE_ITEM_STATUSES = ["waiting", "running", "succeeded", "failed", "skipped"] as const;
export type UpgradeItemStatus = (typeof UPGRADE_ITEM_STATUSES)[number];

/** Orders versions such as 1.10.0 after 1.9.3; what is none comes first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < 3; at++) {
    const difference = (left[at] ?? -1) - (right[at] ?? -1);
    if (difference) return difference;
  }
  return 0;
}

const partsOf = (version: string): number[] =>
  /^\d+\.\d+\.\d+$/.test(version) ? version.split(".").map(Number) : [];

/** How many versions that one could go to are newer than this; an unknown one is behind all of them. */
export const versionsBehind = (
  version: string | null,
  known: readonly { version: string; status: VersionStatus }[],
): number =>
  known.filter(
    (one) => one.status === "active" && (version === null || compareVersions(one.version, version) > 0),
  ).length;

/** The version to go to: the recommended one, else the newest that is not deprecated. */
export function targetVersion(
  known: readonly { version: string; status: VersionStatus; recommended: boolean }[],
): string | null {
  const active = known.filter(({ status }) => status === "active");
  const recommended = active.find((one) => one.recommended);
  const newest = [...active].sort((a, b) => compareVersions(b.version, a.version))[0];
  return (recommended ?? newest)?.version ?? null;
}

import { differences } from "@/server/catalog/core/definition-diff";
import { isWithin, valueAt, withValue } from "./path";
import type { DefinitionPath } from "./path";

/** A place that both sides changed, each in its own way. */
export interface MergeConflict {
  path: (string | number)[];
  before: unknown;
  theirs: unknown;
  yours: unknown;
}

export interface Merge<T extends object> {
  /** Their definition with every change of yours that does not touch one of theirs. */
  merged: T;
  conflicts: MergeConflict[];
  /** What they changed, in places. */
  theirChanges: (string | number)[][];
}

const overlaps = (a: DefinitionPath, b: DefinitionPath): boolean => isWithin(a, b) || isWithin(b, a);

/**
 * Brings two changes of one definition together: what only one side changed is taken as it is, what both changed is left
 * theirs and told, for somebody to decide.
 */
export function mergeDefinitions<T extends object>(base: T, theirs: T, yours: T): Merge<T> {
  const theirChanges = differences(base, theirs).map(({ path }) => path);
  let merged = theirs;
  const conflicts: MergeConflict[] = [];
  for (const { path, after } of differences(base, yours)) {
    const touched = theirChanges.filter((other) => overlaps(path, other));
    if (touched.length === 0) {
      merged = withValue(merged, path, after);
      continue;
    }
    // The wider of the two places: choosing one side must leave nothing of the other behind.
    const place = touched.reduce((widest, other) => (other.length < widest.length ? other : widest), path);
    const [theirValue, yourValue] = [valueAt(theirs, place), valueAt(yours, place)];
    const known = conflicts.some((conflict) => isWithin(place, conflict.path));
    if (!known && JSON.stringify(theirValue) !== JSON.stringify(yourValue))
      conflicts.push({ path: place, before: valueAt(base, place), theirs: theirValue, yours: yourValue });
  }
  return { merged, conflicts, theirChanges };
}

/** The merge with your value at those places where you keep it. */
export function resolveMerge<T extends object>(
  { merged, conflicts }: Merge<T>,
  keepsYours: (index: number) => boolean,
): T {
  return conflicts.reduce(
    (definition, { path, yours }, index) =>
      keepsYours(index) ? withValue(definition, path, yours) : definition,
    merged,
  );
}

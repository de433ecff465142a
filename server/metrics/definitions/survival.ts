import type { MetricResult } from "../core/result";
import { noData } from "../core/result";
import type { Floor } from "../core/facts";
import { kaplanMeier, type Waiting } from "../core/statistics/kaplan-meier";

/** How long something took from a begin: until it happened, or until it was last looked. */
export function waiting(begin: Date, happened: Date | null, seenUntil: Date): Waiting {
  const ended = happened !== null && happened <= seenUntil ? happened : null;
  return {
    time: Math.max(0, ((ended ?? seenUntil).getTime() - begin.getTime()) / 1_000),
    happened: ended !== null,
  };
}

/** The median of a cohort, those counted for whom it has not happened yet. */
export function cohortResult(
  sample: readonly Waiting[],
  floor: Floor,
  what: string,
  more: Record<string, number | null> = {},
): MetricResult {
  if (sample.length === 0) return noData(`There are no ${what} in this period.`, floor.need);
  const { median, waiting: share, n } = kaplanMeier(sample);
  const few = n < floor.need;
  return {
    value: median,
    n,
    parts: { waiting: share, people: n, ...more },
    insufficient: few
      ? { why: `It needs at least ${floor.need} ${floor.of}.`, have: n, need: floor.need }
      : median === null
        ? {
            why: "It has happened for less than half so far, so half have no time yet.",
            have: n - Math.round(share * n),
            need: Math.ceil(n / 2),
          }
        : undefined,
  };
}

/** A result for each window, of the whole or of each key that has a row. */
export function byCell<T extends { ix: number; key: string | null }>(
  windows: number,
  whole: boolean,
  rows: readonly T[],
  make: (rows: T[]) => MetricResult,
) {
  const keys = whole ? [null] : [...new Set(rows.map((r) => r.key))].sort();
  const cells = new Map<string, T[]>();
  for (const row of rows) {
    const cell = cells.get(`${row.ix} ${row.key}`);
    if (cell) cell.push(row);
    else cells.set(`${row.ix} ${row.key}`, [row]);
  }
  return keys.flatMap((key) =>
    Array.from({ length: windows }, (_, window) => ({
      window,
      key,
      result: make(cells.get(`${window} ${key}`) ?? []),
    })),
  );
}

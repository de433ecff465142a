import type { TimeEntry } from "./events";
import { type MetricResult, noData } from "./result";

/** The time of a team in a week, with how many people (in full-time equivalents) it was then. */
export interface TeamWeek {
  team: string;
  entries: Pick<TimeEntry, "category" | "share">[];
  fte: number;
}

/** So much of the people's time has to be accounted for. */
export const COVERAGE = 0.6;
export const NEW = "new";

/** Share of the time that went into something new; `total` is all the time there was, in full-time weeks. */
export function timeOnNew(weeks: readonly TeamWeek[], total: number, people: number): MetricResult {
  const entries = weeks.flatMap((w) => w.entries);
  const sum = (of: readonly { share: number }[]) => of.reduce((all, { share }) => all + share, 0);
  const all = sum(entries);
  if (all <= 0) return { ...noData("No time was recorded in this period.", 5), parts: { people } };
  // A week of which a fifth is told is not accounted for, whatever that fifth went into.
  const told = weeks.reduce((fte, week) => fte + week.fte * Math.min(1, sum(week.entries)), 0);
  // Sums of fractions in another order differ in their last digits, which must not decide.
  const coverage = total > 0 ? Math.min(1, Math.round((told / total) * 1e9) / 1e9) : 0;
  const parts = { people, coverage };
  if (coverage < COVERAGE)
    return {
      value: null,
      n: weeks.length,
      parts,
      insufficient: {
        why: "Too little of the developers' time is recorded, in per cent.",
        have: Math.floor(Math.round(coverage * 1e9) / 1e7),
        need: COVERAGE * 100,
      },
    };
  const fresh = sum(entries.filter((e) => e.category === NEW));
  return { value: fresh / all, n: weeks.length, numerator: fresh, denominator: all, parts };
}

import type { MetricResult, Window } from "./result";
import { noData } from "./result";
import { fullWeeks, weeksIn } from "./range";
import { medianDisc } from "./statistics/percentile";
import { dateOf, dayOf, startOf, startOfDay } from "./zone";

/**
 * The part of a window in which something can have been counted: from the begin of the ISO week in which the first was known.
 * Null where that is after the window: what lies before the first event is no data, and nothing to divide by.
 */
export function knownPart(window: Window, since: Date | null, zone: string): Window | null {
  if (since === null || since >= window.to) return null;
  const week = startOfDay(startOf("week", dayOf(since, zone)), zone);
  return { from: week > window.from ? week : window.from, to: window.to };
}

/** How often something was deployed, from its count on each date of the zone. */
export function frequencyResult(
  counts: ReadonlyMap<string, number>,
  total: number,
  window: Window,
  since: Date | null,
  zone: string,
): MetricResult {
  const known = knownPart(window, since, zone);
  if (!known) return noData("Nothing had been deployed to production by then.");
  const weeks = weeksIn(known, zone);
  const full = fullWeeks(known, zone);
  const perWeek = full.map(({ from, to }) => {
    let days = 0;
    for (let day = dayOf(from, zone); startOfDay(day, zone) < to; day += 1)
      if (counts.get(dateOf(day))) days += 1;
    return days;
  });
  return {
    value: total / weeks,
    n: total,
    numerator: total,
    denominator: weeks,
    insufficient:
      full.length < 4
        ? { why: "A level needs at least 4 full weeks.", have: full.length, need: 4 }
        : undefined,
    parts: { perDay: total / weeks / 7, deployDays: medianDisc(perWeek) },
  };
}

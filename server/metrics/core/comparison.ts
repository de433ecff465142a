import type { MetricResult, Window } from "./result";
import { dateOf, dayOf, startOf, startOfDay } from "./zone";

/** What a value is compared with, or why it is not: one of the two. */
export interface Comparison {
  previous: MetricResult | null;
  previousWhy: string | null;
}

/**
 * The period before, where it can be compared: what began before anything was known is no measure of what came after, since a
 * part of it is missing and not zero. `since` is the first event; null where there is none, or nobody can say.
 */
export function comparisonWith(
  previous: MetricResult,
  window: Window,
  since: Date | null,
  zone: string,
): Comparison {
  if (since !== null) {
    const day = dayOf(since, zone);
    const named = dateOf(day);
    if (since >= window.to)
      return {
        previous: null,
        previousWhy: `Nothing is known of the period before: data begins on ${named}.`,
      };
    if (startOfDay(startOf("week", day), zone) > window.from)
      return {
        previous: null,
        previousWhy: `The period before is not known in full: data begins on ${named}.`,
      };
  }
  if (previous.value === null) return { previous: null, previousWhy: "The period before has no value." };
  return { previous, previousWhy: null };
}

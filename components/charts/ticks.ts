import type { Unit } from "@/server/metrics/core/figure";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_STEPS = 4;

/** Steps of time that people count in; days go on by the decimal ones. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 3, 7, 14].map((days) => days * DAY),
];

/**
 * Ticks of an axis that has zero: evenly apart, at round numbers of the unit, the last at or above the largest value. Half a unit is
 * no place on an axis of whole things.
 */
export function axisTicks(values: readonly (number | null)[], unit: Unit): number[] {
  const known = values.filter((value) => value !== null);
  const low = Math.min(0, ...known);
  const high = Math.max(0, ...known);
  if (low === high) return unit === "ratio" ? [0, 0.5, 1] : [0, 1];
  const whole = unit === "count" && known.every(Number.isInteger);
  const step = stepsOf(unit, (high - low) / MOST_STEPS).find(
    (one) => (!whole || one >= 1) && count(high, one) + count(-low, one) <= MOST_STEPS,
  )!;
  const from = -count(-low, step);
  return Array.from({ length: count(high, step) - from + 1 }, (_, at) => round((from + at) * step));
}

/** Steps that reach a value; what a division of floats adds is no step. */
const count = (value: number, step: number) => Math.ceil(value / step - 1e-9);
const round = (value: number) => Number(value.toPrecision(12));

function stepsOf(unit: Unit, least: number): number[] {
  const power = Math.floor(Math.log10(least));
  const decimal = [power, power + 1, power + 2].flatMap((n) => [1, 2, 5].map((one) => round(one * 10 ** n)));
  // A share of a hundred divides into quarters better than into fifths.
  if (unit === "ratio") return [...decimal, 0.25].sort((a, b) => a - b);
  return unit === "duration" ? [...TIME_STEPS, ...decimal.filter((one) => one > 14 * DAY)] : decimal;
}

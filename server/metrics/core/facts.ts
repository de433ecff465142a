import { noData, type MetricResult, type Window } from "./result";
import { quantilesOf } from "./statistics/percentile";
import { wilson } from "./statistics/wilson";

/** What a metric counts or measures, each at its instant. */
export interface Fact {
  at: Date;
  team: string | null;
  service: string | null;
  /** Of a share: it counts above the line too. */
  hit?: boolean;
  /** Of a distribution: what was measured; null where it cannot be. */
  value?: number | null;
  /** Named measurements beside it, each with its own median; or named flags, each counted. */
  parts?: Record<string, number | boolean | null>;
}

/** Whose facts count: `teams` has a team and those below it; null: everybody's. */
export interface Scope {
  teams: readonly string[] | null;
  service: string | null;
}

/** What a metric is asked by its plain evaluator. */
export interface PlainAsk extends Scope {
  window: Window;
  zone: string;
  asOf: Date;
}

export const within = (at: Date | null, { from, to }: Window): boolean =>
  at !== null && at >= from && at < to;

export const inScope = (of: { team: string | null; service: string | null }, scope: Scope): boolean =>
  (scope.teams === null || (of.team !== null && scope.teams.includes(of.team))) &&
  (scope.service === null || of.service === scope.service);

/** The facts of a scope and a window. */
export const chosen = (facts: readonly Fact[], ask: PlainAsk): Fact[] =>
  facts.filter((fact) => within(fact.at, ask.window) && inScope(fact, ask));

/** Under how many a level would say too much, and of what. */
export interface Floor {
  need: number;
  of: string;
}

const short = (n: number, floor: Floor | null) =>
  floor && n < floor.need
    ? { why: `A level needs at least ${floor.need} ${floor.of}.`, have: n, need: floor.need }
    : undefined;

/** A share with its interval; nothing below the line is no data, not zero. */
export function ratioResult(
  numerator: number,
  denominator: number,
  floor: Floor | null,
  what: string,
): MetricResult {
  if (denominator === 0) return { ...noData(`There are no ${what} in this period.`), denominator: 0 };
  return {
    value: numerator / denominator,
    n: denominator,
    numerator,
    denominator,
    interval: wilson(numerator, denominator),
    insufficient: short(denominator, floor),
  };
}

export interface Quantiles {
  n: number;
  p50: number | null;
  p75: number | null;
  p90: number | null;
}

/** A median with its quartile and tenth; of nothing it is no data. */
export function quantileResult(
  { n, ...quantiles }: Quantiles,
  floor: Floor | null,
  what: string,
): MetricResult {
  if (n === 0) return noData(`There are no ${what} in this period.`);
  return { value: quantiles.p50, n, quantiles, insufficient: short(n, floor) };
}

export const quantilesOfFacts = (facts: readonly Fact[]): Quantiles => {
  const values = facts.map((f) => f.value).filter((v): v is number => typeof v === "number");
  return { n: values.length, ...quantilesOf(values) };
};

/** Seconds from one instant to a later one; null where one is missing or they are the wrong way round. */
export function span(from: Date | null, to: Date | null): number | null {
  if (!from || !to || to < from) return null;
  return (to.getTime() - from.getTime()) / 1_000;
}

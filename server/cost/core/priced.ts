import type { CostEstimate, EstimateSource } from "../schema";
import { type Money, moneyText, sum, within } from "./money";

/** Something with a price, before it is written as text. */
export interface PricedLine {
  label: string;
  monthly: Money;
  basis: string;
}

/** Lines with prices, and what has none. */
export interface Priced {
  lines: PricedLine[];
  notCovered: string[];
}

/** As many lines as anybody reads; the rest is one line. */
const MOST_LINES = 100;

/** An estimate from priced lines. With no line there is no figure, unless `known` says that nothing is what it costs. */
export function estimateOf(
  source: EstimateSource,
  currency: string,
  { lines, notCovered }: Priced,
  known = lines.length > 0,
): CostEstimate {
  const shown = lines.slice(0, MOST_LINES);
  const rest = lines.slice(MOST_LINES);
  if (rest.length)
    shown.push({
      label: `${rest.length} more`,
      monthly: sum(rest.map((line) => line.monthly)),
      basis: "together",
    });
  return {
    source,
    currency,
    monthly: known ? moneyText(within(sum(lines.map((line) => line.monthly)))) : null,
    lines: shown.map((line) => ({ ...line, monthly: moneyText(within(line.monthly)) })),
    notCovered:
      notCovered.length > MOST_LINES ? [...notCovered.slice(0, MOST_LINES), "and more"] : notCovered,
  };
}

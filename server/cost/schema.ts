/** Where the figures of an estimate come from. */
export const ESTIMATE_SOURCES = ["rate_card", "plan", "infracost", "none"] as const;
export type EstimateSource = (typeof ESTIMATE_SOURCES)[number];

/** One line of an estimate: what costs how much a month. */
export interface EstimateLine {
  label: string;
  /** Change of the monthly cost, in the currency of the estimate; negative for what goes away. A decimal text, never a float. */
  monthly: string;
  /** What it was computed from, for people: "m5.large, 730 h at 0.096". */
  basis: string;
}

/** What a run would add to, or take from, what is spent each month. An estimate, never a bill. */
export interface CostEstimate {
  source: EstimateSource;
  /** ISO 4217. */
  currency: string;
  /** Change of the monthly cost as a decimal text; null when nothing could be estimated. */
  monthly: string | null;
  lines: EstimateLine[];
  /** What the figure does not cover, in words for people: usage, resources without a price. */
  notCovered: string[];
}

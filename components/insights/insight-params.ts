import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

/** Spans that a page of insights can be about: whole periods that are over. */
export const RANGES = [
  { value: "28d", label: "Last 28 days" },
  { value: "12w", label: "Last 12 weeks" },
  { value: "26w", label: "Last 26 weeks" },
  { value: "12m", label: "Last 12 months" },
] as const;
export type RangeId = (typeof RANGES)[number]["value"];

/** State of insights in the URL, the same on all of their pages. */
export const insightParams = {
  range: parseAsStringLiteral(RANGES.map(({ value }) => value)).withDefault("12w"),
  /** Identifier of a team; empty: the organisation. */
  team: parseAsString.withDefault(""),
  /** A point that is looked into: the metric, and from when to when. */
  point: parseAsArrayOf(parseAsString).withDefault([]),
  preset: parseAsStringLiteral(["dx", "platform"]).withDefault("dx"),
};

import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";
import { COST_BY } from "./cost-figures";

export const COST_SPANS = [
  { value: "1", label: "Latest month" },
  { value: "3", label: "Last 3 months" },
  { value: "6", label: "Last 6 months" },
  { value: "12", label: "Last 12 months" },
] as const;

/** State of the page of costs in the URL. */
export const costParams = {
  months: parseAsStringLiteral(COST_SPANS.map(({ value }) => value)).withDefault("6"),
  by: parseAsStringLiteral(COST_BY.map(({ value }) => value)).withDefault("team"),
  /** Empty: the one with most cost. */
  currency: parseAsString.withDefault(""),
  /** A group to look into: the lines behind it. */
  group: parseAsString.withDefault(""),
  /** The first and the last day of the group that are asked for, as YYYY-MM-DD: of what was odd. */
  day: parseAsString.withDefault(""),
  until: parseAsString.withDefault(""),
  unit: parseAsString.withDefault("services"),
};

/** Whole months that end with the last one that has costs, as days; the second is not in it. */
export function spanOf(lastMonth: string, months: number): { from: string; to: string } {
  const [year = 0, month = 1] = lastMonth.split("-").map(Number);
  const at = (offset: number) => new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 10);
  return { from: at(1 - months), to: at(1) };
}

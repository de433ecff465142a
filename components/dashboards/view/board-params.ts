import { readQuery } from "@/components/query/query-types";
import type { RuleGroup } from "@/components/query/query-types";
import { RANGES } from "@/components/insights/insight-params";
import { parseAsBoolean, parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";
import type { Parser } from "@/components/url-state/parsers";
import type { Look, PageFilter } from "@/server/dashboards/schema";

/** A filter of a page as it is edited: over one blueprint, or over each that has what it names. */
export interface BoardFilter {
  title?: string | undefined;
  blueprint?: string | undefined;
  query: RuleGroup;
}

const MAX_FILTERS = 20;

function readFilter(value: unknown): BoardFilter | null {
  if (typeof value !== "object" || value === null) return null;
  const { title, blueprint, query } = value as Record<string, unknown>;
  const read = readQuery(query);
  if (!read || read.rules.length === 0) return null;
  return {
    ...(typeof title === "string" && title !== "" && { title }),
    ...(typeof blueprint === "string" && blueprint !== "" && { blueprint }),
    query: read,
  };
}

/** Filters as JSON; those that cannot be read are left out. */
export const parseAsFilters: Parser<BoardFilter[]> = {
  parse: (text) => {
    try {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value)
        ? value.slice(0, MAX_FILTERS).flatMap((one) => readFilter(one) ?? [])
        : null;
    } catch {
      // A link that was cut off: the page with its own filters is better than none.
      return null;
    }
  },
  serialize: (filters) => JSON.stringify(filters),
};

/** State of a page in the URL. Without filters and range, the page's own hold. */
export const boardParams = {
  range: parseAsStringLiteral(RANGES.map(({ value }) => value)),
  filters: parseAsFilters,
  /** Only what the teams of the reader own. */
  mine: parseAsBoolean.withDefault(false),
};

/** Of a page for entities by itself: the entity that it is shown for. */
export const shownParams = { entity: parseAsString };

const MINE: BoardFilter = {
  query: {
    combinator: "and",
    rules: [
      {
        property: "$team",
        operator: "containsAny",
        value: { context: "userTeams", property: "$identifier" },
      },
    ],
  },
};

/** Filters as the server takes them; what their type does not promise, it checks. */
export const asPageFilters = (filters: readonly BoardFilter[]): PageFilter[] =>
  filters as unknown as PageFilter[];

/** What the page is looked at through. */
export function lookOf(
  { range, filters, mine }: { range: string | null; filters: BoardFilter[] | null; mine: boolean },
  own: readonly PageFilter[] | undefined,
): Look {
  const chosen = filters ?? (own as unknown as BoardFilter[] | undefined) ?? [];
  return {
    ...(range && { range: { last: range } }),
    ...((filters || mine) && { filters: asPageFilters(mine ? [...chosen, MINE] : chosen) }),
  };
}

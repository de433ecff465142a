import { parseAsArrayOf, parseAsInteger, parseAsString } from "@/components/url-state/parsers";
import type { SortState } from "@/components/data-table/columns";

/** The URL state of the list of blueprints. */
export const catalogParams = { q: parseAsString.withDefault("") };

/** The URL state of a table of entities. `sort` is a column, with a minus before it for descending order. */
export const entityTableParams = {
  q: parseAsString.withDefault(""),
  sort: parseAsString,
  page: parseAsInteger.withDefault(1),
  columns: parseAsArrayOf(parseAsString),
};

export interface EntityTableParams {
  q: string;
  sort: string | null;
  page: number;
}

export const ENTITY_PAGE_SIZE = 50;

/** "-updatedAt" to its parts. */
export function readSort(sort: string | null): SortState | null {
  if (!sort) return null;
  return sort.startsWith("-")
    ? { column: sort.slice(1), direction: "desc" }
    : { column: sort, direction: "asc" };
}

export const writeSort = (sort: SortState | null): string | null =>
  sort ? `${sort.direction === "desc" ? "-" : ""}${sort.column}` : null;

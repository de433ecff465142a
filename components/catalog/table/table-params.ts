import { parseAsArrayOf, parseAsInteger, parseAsString } from "@/components/url-state/parsers";
import type { Parser } from "@/components/url-state/parsers";
import { readQuery } from "@/components/query/query-types";
import type { RuleGroup } from "@/components/query/query-types";

/** A query as JSON; what is none is as good as absent. */
export const parseAsQuery: Parser<RuleGroup> = {
  parse: (text) => {
    try {
      const query = readQuery(JSON.parse(text));
      return query && query.rules.length > 0 ? query : null;
    } catch {
      // A link that was cut off: the table without filters is better than no table.
      return null;
    }
  },
  serialize: (query) => JSON.stringify(query),
};

export const PAGE_SIZES = [25, 50, 100, 250, 500] as const;
const parseAsPageSize: Parser<number> = {
  parse: (text) => PAGE_SIZES.find((size) => String(size) === text) ?? null,
  serialize: String,
};

/**
 * The URL state of a table of entities. `sort` are columns, with a minus before one for descending order; `columns` stand
 * from left to right. Without any of q, filter, sort, columns and group, those of the saved `view` hold.
 */
export const entityTableParams = {
  q: parseAsString.withDefault(""),
  filter: parseAsQuery,
  sort: parseAsArrayOf(parseAsString),
  columns: parseAsArrayOf(parseAsString),
  group: parseAsString,
  view: parseAsString,
  page: parseAsInteger.withDefault(1),
  size: { ...parseAsPageSize, defaultValue: 50 as number },
  peek: parseAsString,
};

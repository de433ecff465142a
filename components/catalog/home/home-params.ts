import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

/** The URL state of the catalog's first page. */
export const catalogParams = {
  q: parseAsString.withDefault(""),
  as: parseAsStringLiteral(["cards", "list"]).withDefault("cards"),
};

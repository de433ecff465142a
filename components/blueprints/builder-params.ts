import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

export const builderViews = ["graph", "list"] as const;

/** The URL state of the page of all blueprints. */
export const builderParams = {
  view: parseAsStringLiteral(builderViews).withDefault("graph"),
  /** The blueprint that is selected in the graph. */
  selected: parseAsString,
};

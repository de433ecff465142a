import { parseAsQuery } from "@/components/catalog/table/table-params";
import {
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  type Parser,
} from "@/components/url-state/parsers";
import { parseAsPath } from "./related/path-param";

export const entityTabs = ["overview", "related", "graph", "runs", "history", "scorecards", "audit"] as const;
/** `spec:` and a key: the tab that draws the document or the page behind a property; `page:` and one: a page of widgets. */
export type EntityTab = (typeof entityTabs)[number] | `spec:${string}` | `page:${string}`;

const parseAsTab: Parser<EntityTab> = {
  parse: (text) =>
    entityTabs.find((tab) => tab === text) ??
    (text.startsWith("spec:") || text.startsWith("page:") ? (text as EntityTab) : null),
  serialize: (tab) => tab,
};

/** The URL state of an entity's page. */
export const entityParams = { tab: { ...parseAsTab, defaultValue: "overview" as EntityTab } };

/** Of the tab with related entities: the path, its filters, order and page. */
export const relatedParams = {
  path: parseAsPath,
  q: parseAsString.withDefault(""),
  filter: parseAsQuery,
  sort: parseAsArrayOf(parseAsString),
  page: parseAsInteger.withDefault(1),
};

export const graphDirections = ["both", "outgoing", "incoming"] as const;
/** Of the tab with the graph. */
export const graphParams = {
  depth: parseAsInteger.withDefault(1),
  direction: parseAsStringLiteral(graphDirections).withDefault("both"),
  view: parseAsStringLiteral(["graph", "list"]).withDefault("graph"),
};

/** Of the tab with the history: the property whose values are shown over time. */
export const historyParams = { property: parseAsString };

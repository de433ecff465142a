import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

export const LIST_TABS = ["actions", "automations"] as const;
export const STATES = ["published", "hidden", "draft", "not-run"] as const;

/** The URL state of the list of definitions. */
export const listParams = {
  tab: parseAsStringLiteral(LIST_TABS).withDefault("actions"),
  q: parseAsString.withDefault(""),
  state: parseAsStringLiteral(STATES),
  operation: parseAsStringLiteral(["CREATE", "DAY-2", "DELETE"] as const),
  backend: parseAsString.withDefault(""),
  blueprint: parseAsString.withDefault(""),
};

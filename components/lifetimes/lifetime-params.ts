import { parseAsInteger, parseAsStringLiteral } from "@/components/url-state/parsers";

export const lifetimeScopes = ["mine", "team", "all"] as const;
export const lifetimeStates = ["live", "failed", "ended"] as const;

export const PAGE_SIZE = 50;

/** URL state of the list: whose, which, and the page. */
export const lifetimeParsers = {
  scope: parseAsStringLiteral(lifetimeScopes).withDefault("team"),
  status: parseAsStringLiteral(lifetimeStates).withDefault("live"),
  page: parseAsInteger.withDefault(1),
};

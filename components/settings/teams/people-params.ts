import { parseAsString } from "@/components/url-state/parsers";

/** The URL state of teams and people. */
export const peopleParams = { q: parseAsString.withDefault("") };

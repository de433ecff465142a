import { parseAsString } from "nuqs/server";

/** The URL state of teams and people. */
export const peopleParams = { q: parseAsString.withDefault("") };

import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

export const galleryGroups = ["blueprint", "operation"] as const;

/** The URL state of the gallery of actions. */
export const galleryParams = {
  q: parseAsString.withDefault(""),
  group: parseAsStringLiteral(galleryGroups).withDefault("blueprint"),
};

import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

export const galleryGroups = ["group", "blueprint", "operation"] as const;
export type GalleryGroup = (typeof galleryGroups)[number];

/** The URL state of the gallery of actions. Without a choice, the groups that administrators gave decide. */
export const galleryParams = {
  q: parseAsString.withDefault(""),
  group: parseAsStringLiteral(galleryGroups),
};

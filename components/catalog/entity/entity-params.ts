import { parseAsStringLiteral } from "@/components/url-state/parsers";

export const entityTabs = ["overview", "related", "runs", "history"] as const;
export type EntityTab = (typeof entityTabs)[number];

/** The URL state of an entity's page. */
export const entityParams = { tab: parseAsStringLiteral(entityTabs).withDefault("overview") };

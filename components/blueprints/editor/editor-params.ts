import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

export const editorTabs = [
  "general",
  "properties",
  "relations",
  "mirrors",
  "calculations",
  "aggregations",
  "permissions",
  "revisions",
] as const;

export const codeLanguages = ["json", "yaml"] as const;

/** The URL state of the editor. */
export const editorParams = {
  tab: parseAsStringLiteral(editorTabs).withDefault("general"),
  /** What is selected in the tab, by key. */
  item: parseAsString,
  /** Whether the definition stands beside as text, and in which language. */
  code: parseAsStringLiteral(codeLanguages),
};

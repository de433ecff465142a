import { placeParams } from "@/components/definition-editor/use-place";

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

/** The URL state of the editor. */
export const editorParams = placeParams(editorTabs);

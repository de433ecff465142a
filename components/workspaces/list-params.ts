import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

/** What people look for, in their words, and what of a workspace it stands for. */
export const WORKSPACE_FILTERS = {
  all: { label: "All", filter: {} },
  drifted: { label: "Drifted", filter: { drift: "drifted" } },
  unchecked: { label: "Never checked for drift", filter: { drift: "unknown" } },
  active: { label: "In use", filter: { status: "active" } },
  blocked: { label: "Blocked", filter: { status: "blocked" } },
  destroyed: { label: "Destroyed", filter: { status: "destroyed" } },
} as const;

export type WorkspaceFilterKey = keyof typeof WORKSPACE_FILTERS;
export const workspaceFilterKeys = Object.keys(WORKSPACE_FILTERS) as WorkspaceFilterKey[];

/** URL state of the list. Unknown values fall back to the default. */
export const workspaceListParsers = {
  show: parseAsStringLiteral(workspaceFilterKeys).withDefault("all"),
  team: parseAsString.withDefault(""),
  template: parseAsString.withDefault(""),
  version: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
};

interface ListState {
  show: WorkspaceFilterKey;
  team: string;
  template: string;
  version: string;
  q: string;
}

/** The query of the list for a URL state. */
export const workspaceListInput = ({ show, team, template, version, q }: ListState) => ({
  ...WORKSPACE_FILTERS[show].filter,
  ...(team ? { team } : {}),
  ...(template ? { template } : {}),
  ...(version ? { version } : {}),
  ...(q ? { text: q.slice(0, 200) } : {}),
  limit: 50,
});

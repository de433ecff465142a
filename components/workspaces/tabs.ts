export const WORKSPACE_TABS = ["resources", "versions", "drift", "runs"] as const;
export type WorkspaceTab = (typeof WORKSPACE_TABS)[number];

/** The tab that an address names; what is unknown is the first. */
export const workspaceTab = (value: unknown): WorkspaceTab =>
  WORKSPACE_TABS.find((tab) => tab === value) ?? "resources";

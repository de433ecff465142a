import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";
import type { PolicyDefinition, PolicyScope, PolicyStage } from "@/server/policy/schema";

type Outputs = inferRouterOutputs<AppRouter>["policies"];

export type PolicyRow = Outputs["list"][number];
export type PolicyView = Outputs["get"];
export type PolicyRevision = Outputs["revisions"][number];
export type PolicyTrial = Outputs["tryAgainstRuns"];
export type StarterItem = Outputs["starters"][number];

/** A definition that says nothing yet. */
export const emptyDefinition = (): PolicyDefinition => ({
  title: "",
  description: "",
  effect: "advise",
  scope: { actions: [], blueprints: [], operations: [], environments: [] },
  expression: "",
  message: "",
  requires: null,
  override: null,
});

export const administrators = (): PolicyStage => ({
  count: 1,
  roles: ["Admin"],
  users: [],
  teams: [],
  teamLeads: false,
});

/** What a policy judges, in a few words. */
export function scopeWords({ actions, blueprints, operations, environments }: PolicyScope): string {
  const parts = [
    actions.length > 0 && `actions ${actions.join(", ")}`,
    blueprints.length > 0 && `blueprints ${blueprints.join(", ")}`,
    operations.length > 0 && operations.map((operation) => OPERATION_WORDS[operation]).join(", "),
    environments.length > 0 && `in ${environments.join(", ")}`,
  ].filter((part) => part !== false);
  return parts.length ? parts.join("; ").replace(/^./, (first) => first.toUpperCase()) : "Every run";
}

export const OPERATION_WORDS: Record<string, string> = {
  CREATE: "Create",
  "DAY-2": "Change",
  DELETE: "Delete",
};

/** An identifier made of a title, where none was typed. */
export const identifierFrom = (title: string): string =>
  title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);

import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Actions = inferRouterOutputs<AppRouter>["actions"];

export type ActionSummary = Actions["list"][number];
export type GalleryAction = Actions["gallery"]["actions"][number];
export type ActionOverview = Actions["overview"][number];
export type ActionDefinition = Actions["definitions"][number];
/** With the draft of its next revision. */
export type StoredAction = Actions["get"];
export type ActionFormModel = Actions["form"];

/** Words of the three operations. */
export const operationWords = {
  CREATE: { label: "Create", tone: "success" },
  "DAY-2": { label: "Change", tone: "info" },
  DELETE: { label: "Delete", tone: "danger" },
} as const;

export const actionHref = (identifier: string): string => `/actions/${encodeURIComponent(identifier)}`;

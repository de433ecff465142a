"use client";

import type { ComponentType } from "react";
import { lazyTab } from "@/components/definition-editor/editor-shell";
import { isWithin } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { INPUTS, inputsOf, isSelfService, USER_INPUTS } from "./action-draft";
import type { ActionDraft } from "./action-draft";

export interface BuilderTab {
  id: string;
  label: string;
  Panel: ComponentType;
  /** Whether a place in the definition is edited here. The first tab that says so has it, General what none has. */
  holds?: (path: DefinitionPath) => boolean;
  /** What is selected in the tab to reach a place. */
  itemOf?: (path: DefinitionPath) => string | null;
  /** How many things it holds. */
  count?: (action: ActionDraft) => number;
  /** Whether there is such a tab for this action; `stored` is false for one that was never saved. */
  offered?: (action: ActionDraft, stored: boolean) => boolean;
}

const within =
  (...places: DefinitionPath[]) =>
  (path: DefinitionPath) =>
    places.some((place) => isWithin(path, place));

/** The parts of the builder, in their order. A tab more is a line more. */
export const builderTabs: readonly BuilderTab[] = [
  {
    id: "general",
    label: "General",
    Panel: lazyTab(() => import("./general/general-tab").then((module) => module.GeneralTab)),
  },
  {
    id: "inputs",
    label: "Inputs",
    Panel: lazyTab(() => import("./inputs/inputs-tab").then((module) => module.InputsTab)),
    holds: within(INPUTS),
    itemOf: (path) => {
      const key = path[INPUTS.length];
      return key === undefined ? null : String(key);
    },
    count: (action) => Object.keys(inputsOf(action)).length,
    offered: isSelfService,
  },
  {
    id: "layout",
    label: "Layout",
    Panel: lazyTab(() => import("./layout/layout-tab").then((module) => module.LayoutTab)),
    holds: within(USER_INPUTS),
    offered: isSelfService,
  },
  {
    id: "backend",
    label: "Backend",
    holds: (path) => path[0] === "invocationMethod",
    Panel: lazyTab(() => import("./backend/backend-tab").then((module) => module.BackendTab)),
  },
  {
    id: "permissions",
    label: "Permissions",
    holds: (path) =>
      ["requiredApproval", "approvalRules", "approvalNotification", "allowAnyoneToViewRuns"].includes(
        String(path[0]),
      ),
    Panel: lazyTab(() => import("./permissions/permissions-tab").then((module) => module.PermissionsTab)),
  },
  {
    id: "cost",
    label: "Cost",
    holds: (path) => path[0] === "rateCard",
    Panel: lazyTab(() => import("./cost/cost-tab").then((module) => module.CostTab)),
    offered: isSelfService,
  },
  {
    id: "preview",
    label: "Preview",
    offered: isSelfService,
    Panel: lazyTab(() => import("./preview/preview-tab").then((module) => module.PreviewTab)),
  },
  {
    id: "try",
    label: "Try it",
    offered: (action) => !isSelfService(action),
    Panel: lazyTab(() => import("@/components/automations/trial-panel").then((module) => module.TrialPanel)),
  },
  {
    id: "history",
    label: "History",
    offered: (action, stored) => stored && !isSelfService(action),
    Panel: lazyTab(() => import("@/components/automations/firings-tab").then((module) => module.FiringsTab)),
  },
  {
    id: "revisions",
    label: "Revisions",
    offered: (_action, stored) => stored,
    Panel: lazyTab(() => import("./revisions/revisions-tab").then((module) => module.RevisionsTab)),
  },
];

export const builderTabIds = builderTabs.map(({ id }) => id);

/** Where in the builder a place of the definition is edited. */
export function placeOf(path: DefinitionPath): { tab: string; item: string | null } {
  const tab = builderTabs.find(({ holds }) => holds?.(path));
  return { tab: tab?.id ?? "general", item: tab?.itemOf?.(path) ?? null };
}

"use client";

import { createContext, useContext } from "react";
import type { DefinitionEditor } from "@/components/definition-editor/context";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import type { DefinitionPath } from "@/components/definition-editor/path";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { ActionDraft } from "./action-draft";

/** What every tab of the builder shares. */
export interface ActionEditor extends DefinitionEditor {
  definition: ActionDraft;
  /** What is stored; null for a new action. */
  saved: ActionDraft | null;
  /** Under which it is stored; null for a new action. */
  identifier: string | null;
  revision: number | null;
  /** Whether there is something to save. */
  dirty: boolean;
  blueprints: readonly BlueprintDefinition[];
  change: (next: (before: ActionDraft) => ActionDraft) => void;
  /** Sets a place in the definition; undefined takes it out. */
  update: (path: DefinitionPath, value: unknown) => void;
  /** Faults of a place and of everything below it, of those that are shown now. */
  issuesAt: (path: DefinitionPath) => DefinitionIssue[];
  /** Goes where a place is edited, and focuses its control. */
  select: (path: DefinitionPath) => void;
  /** The tab and what is selected in it. */
  tab: string;
  item: string | null;
  goTo: (tab: string, item?: string | null) => void;
  /** Takes over what the server has stored by itself, such as a restored revision. */
  reload: () => Promise<void>;
}

export const ActionEditorContext = createContext<ActionEditor | null>(null);

export function useActionEditor(): ActionEditor {
  const editor = useContext(ActionEditorContext);
  if (!editor) throw new Error("A part of the action builder stands outside of it.");
  return editor;
}

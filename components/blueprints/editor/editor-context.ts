"use client";

import { createContext, useContext } from "react";
import type { DefinitionEditor } from "@/components/definition-editor/context";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { EditorTab } from "../draft/sections";

/** What every part of the editor shares. */
export interface Editor extends DefinitionEditor {
  definition: BlueprintDefinition;
  /** What is stored; null for a new blueprint. */
  saved: BlueprintDefinition | null;
  /** Every blueprint, the edited one as it would be. */
  blueprints: readonly BlueprintDefinition[];
  /** The revision that is edited; null for a new blueprint. */
  revision: number | null;
  /** How many entities it has. */
  entityCount: number;
  /** Whether there is something to save. */
  dirty: boolean;
  change: (next: (before: BlueprintDefinition) => BlueprintDefinition) => void;
  /** The tab and what is selected in it. */
  tab: EditorTab;
  item: string | null;
  goTo: (tab: EditorTab, item?: string | null) => void;
  /** Takes over what the server has stored by itself, such as a rename. */
  reload: () => Promise<void>;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("A part of the blueprint editor stands outside of it.");
  return editor;
}

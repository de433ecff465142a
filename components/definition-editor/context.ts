"use client";

import { createContext, useContext } from "react";
import type { DefinitionIssue } from "./issues";
import type { DefinitionPath } from "./path";

/** What every control of an editor of a definition shares, whatever the definition is of. */
export interface DefinitionEditor {
  definition: object;
  /** Faults that are shown now. */
  issues: readonly DefinitionIssue[];
  set: (path: DefinitionPath, value: unknown) => void;
  /** Somebody has been at this control: its faults are shown from now on. */
  touch: (path: DefinitionPath) => void;
  /** Goes where a fault is mended, and focuses the control. */
  goToIssue: (path: DefinitionPath) => void;
}

export const DefinitionEditorContext = createContext<DefinitionEditor | null>(null);

export function useDefinitionEditor(): DefinitionEditor {
  const editor = useContext(DefinitionEditorContext);
  if (!editor) throw new Error("A control of a definition stands outside of its editor.");
  return editor;
}

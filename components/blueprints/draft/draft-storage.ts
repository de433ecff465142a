import type { BlueprintDefinition } from "@/server/catalog/schema";

/** What is kept of an edited blueprint until it is saved: over a reload, in this tab alone. */
export interface StoredDraft {
  /** What was edited, so that a change by somebody else meanwhile can be told apart from one's own. */
  base: BlueprintDefinition;
  revision: number | null;
  draft: BlueprintDefinition;
}

const keyOf = (name: string): string => `waymark:blueprint:${name}`;

/** The draft of a blueprint, when there is one. */
export function readDraft(name: string): StoredDraft | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(keyOf(name)) ?? "null") as StoredDraft | null;
    return typeof stored?.draft?.schema?.properties === "object" && typeof stored.base === "object"
      ? stored
      : null;
  } catch {
    // Storage that is refused or was written by something else: there is no draft.
    return null;
  }
}

/** Keeps a draft; a browser that refuses storage just keeps none. */
export function writeDraft(name: string, draft: StoredDraft): void {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(draft));
  } catch {
    // Full or refused: the editor itself goes on working.
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(keyOf(name));
  } catch {
    // Refused storage holds no draft.
  }
}

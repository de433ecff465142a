/** What is kept of an edited definition until it is saved: over a reload, in this tab alone. */
export interface StoredDraft<T> {
  /** What was edited, so that a change by somebody else meanwhile can be told apart from one's own. */
  base: T;
  revision: number | null;
  draftAt?: string | null;
  draft: T;
}

/** By kind and identifier, as in "blueprint:service". */
const keyOf = (name: string): string => `waymark:${name}`;

/** The draft of a definition, when there is one. */
export function readDraft<T extends object>(
  name: string,
  isDefinition: (value: unknown) => value is T,
): StoredDraft<T> | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(keyOf(name)) ?? "null") as StoredDraft<T> | null;
    return stored !== null && isDefinition(stored.draft) && isDefinition(stored.base) ? stored : null;
  } catch {
    // Storage that is refused or was written by something else: there is no draft.
    return null;
  }
}

/** Keeps a draft; a browser that refuses storage just keeps none. */
export function writeDraft<T>(name: string, draft: StoredDraft<T>): void {
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

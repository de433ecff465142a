"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { dropDraft, readDraft, writeDraft } from "./draft-storage";

/** What editing starts from; without a revision it is not stored yet. */
export interface Basis<T extends object> {
  definition: T;
  revision: number | null;
  /** When the draft that it starts from was saved; without one it starts from what is live. */
  draftAt?: string | null;
}

export interface DefinitionDraft<T extends object> {
  definition: T;
  basis: Basis<T>;
  dirty: boolean;
  /** Whether what is shown came from before a reload. */
  restored: boolean;
  change: (next: T | ((before: T) => T)) => void;
  /** Goes on from what was saved or loaded; with `definition`, keeps changes over it. */
  rebase: (basis: Basis<T>, definition?: T | ((before: T) => T)) => void;
  /** Back to what is stored. */
  discard: () => void;
  /** Throws the kept draft away without changing what is shown, when the page is left. */
  forget: () => void;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * A definition while it is edited. What is changed survives a reload of the tab.
 *
 * @param name kind and identifier, under which the draft is kept
 * @param isDefinition whether what was kept still has the shape that the editor works on; the same function at each call
 */
export function useDefinition<T extends object>(
  name: string,
  start: Basis<T>,
  isDefinition: (value: unknown) => value is T,
): DefinitionDraft<T> {
  // Only what was there when the page was opened: what is saved later comes by `rebase`.
  const [opened] = useState(start);
  const [basis, setBasis] = useState(start);
  const [definition, setDefinition] = useState<T>(start.definition);
  const [restored, setRestored] = useState(false);
  const off = useRef(false);
  const wasDirty = useRef(false);
  const dirty = useMemo(() => !same(definition, basis.definition), [definition, basis]);

  useEffect(() => {
    // After hydration: the server knows no draft.
    const stored = readDraft(name, isDefinition);
    if (!stored || same(stored.draft, opened.definition)) return;
    setBasis({ definition: stored.base, revision: stored.revision, draftAt: stored.draftAt });
    setDefinition(stored.draft);
    setRestored(true);
  }, [name, opened, isDefinition]);
  useEffect(() => {
    if (off.current) return;
    const { definition: base, revision, draftAt } = basis;
    if (dirty) writeDraft(name, { base, revision, draftAt, draft: definition });
    else if (wasDirty.current) dropDraft(name);
    wasDirty.current = dirty;
  }, [name, basis, definition, dirty]);

  const rebase = useCallback((next: Basis<T>, kept?: T | ((before: T) => T)) => {
    setBasis(next);
    setDefinition(kept ?? next.definition);
    setRestored(false);
  }, []);
  return {
    definition,
    basis,
    dirty,
    restored,
    change: setDefinition,
    rebase,
    discard: () => {
      setDefinition(basis.definition);
      setRestored(false);
    },
    forget: () => {
      off.current = true;
      dropDraft(name);
    },
  };
}

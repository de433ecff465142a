"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { dropDraft, readDraft, writeDraft } from "./draft-storage";

/** What editing starts from; without a revision it is not stored yet. */
export interface Basis {
  definition: BlueprintDefinition;
  revision: number | null;
}

export interface DefinitionDraft {
  definition: BlueprintDefinition;
  basis: Basis;
  dirty: boolean;
  /** Whether what is shown came from before a reload. */
  restored: boolean;
  change: (next: BlueprintDefinition | ((before: BlueprintDefinition) => BlueprintDefinition)) => void;
  /** Goes on from what was saved or loaded; with `definition`, keeps changes over it. */
  rebase: (basis: Basis, definition?: BlueprintDefinition) => void;
  /** Back to what is stored. */
  discard: () => void;
  /** Throws the kept draft away without changing what is shown, when the page is left. */
  forget: () => void;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A blueprint while it is edited. What is changed survives a reload of the tab. */
export function useDefinition(name: string, start: Basis): DefinitionDraft {
  // Only what was there when the page was opened: what is saved later comes by `rebase`.
  const [opened] = useState(start);
  const [basis, setBasis] = useState(start);
  const [definition, setDefinition] = useState(start.definition);
  const [restored, setRestored] = useState(false);
  const off = useRef(false);
  const wasDirty = useRef(false);
  const dirty = useMemo(() => !same(definition, basis.definition), [definition, basis]);

  useEffect(() => {
    // After hydration: the server knows no draft.
    const stored = readDraft(name);
    if (!stored || same(stored.draft, opened.definition)) return;
    setBasis({ definition: stored.base, revision: stored.revision });
    setDefinition(stored.draft);
    setRestored(true);
  }, [name, opened]);
  useEffect(() => {
    if (off.current) return;
    if (dirty) writeDraft(name, { base: basis.definition, revision: basis.revision, draft: definition });
    else if (wasDirty.current) dropDraft(name);
    wasDirty.current = dirty;
  }, [name, basis, definition, dirty]);

  const rebase = useCallback((next: Basis, kept?: BlueprintDefinition) => {
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

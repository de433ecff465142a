"use client";

import { useCallback, useSyncExternalStore } from "react";
import { useActionEditor } from "../editor-context";

/** On whom, on what and with which values the parts of the builder try the form. */
export interface Trial {
  /** E-mail address of the person; null: oneself. */
  as: string | null;
  asName: string | null;
  /** Identifier of the entity acted on; null: none chosen. */
  entity: string | null;
  entityTitle: string | null;
  /** What was filled in by hand, by input. */
  values: Readonly<Record<string, unknown>>;
  /** The values as they would be sent: with defaults, and without what is hidden. */
  sent: Readonly<Record<string, unknown>>;
}

const START: Trial = { as: null, asName: null, entity: null, entityTitle: null, values: {}, sent: {} };

const trials = new Map<string, Trial>();
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The trial of the edited action, which all tabs share and which lasts as long as the page. */
export function useTrial(): [Trial, (change: Partial<Trial>) => void] {
  const { identifier } = useActionEditor();
  const key = identifier ?? "";
  const read = () => trials.get(key) ?? START;
  const trial = useSyncExternalStore(subscribe, read, () => START);
  const set = useCallback(
    (change: Partial<Trial>) => {
      trials.set(key, { ...(trials.get(key) ?? START), ...change });
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [trial, set];
}

"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";

export interface ComboboxOption {
  value: string;
  label: string;
  description?: string;
  /** Decorative, before the label. */
  icon?: ReactNode;
  /** Chosen before and no longer offered: shown so until it is removed. */
  withdrawn?: boolean;
}

/** A part of a long list. */
export interface OptionPage {
  options: readonly ComboboxOption[];
  /** Asks for the part after this one; null at the end. */
  next: string | null;
  /** Why there are fewer than there might be. */
  note?: string | undefined;
}

export type LoadOptions = (
  query: string,
  signal: AbortSignal,
  cursor?: string,
) => Promise<readonly ComboboxOption[] | OptionPage>;

export interface OptionSearch {
  options: readonly ComboboxOption[];
  /** "more" while the next part is on its way. */
  status: "idle" | "loading" | "more" | "failed";
  /** The options are those of the query, not of one before. */
  settled: boolean;
  /** Whether there are more than are shown. */
  hasMore: boolean;
  note?: string | undefined;
  /** Loads the next part, if there is one and none is on its way. */
  more: () => void;
  retry: () => void;
}

/** Milliseconds after the last key before the server is asked. */
const SETTLE_MS = 180;

interface Found extends OptionPage {
  status: OptionSearch["status"];
  query: string | null;
}
const NOTHING: Found = { options: [], next: null, status: "idle", query: null };
const nothing = () => undefined;

const asPage = (answer: readonly ComboboxOption[] | OptionPage): OptionPage =>
  "options" in answer ? answer : { options: answer, next: null };

/**
 * Options for a query from a fixed list or, in parts, from the server; an answer to an older query never replaces a newer
 * one. Another `version` asks anew.
 */
export function useOptionSearch(
  fixed: readonly ComboboxOption[] | undefined,
  load: LoadOptions | undefined,
  query: string,
  active: boolean,
  version?: string,
): OptionSearch {
  const [found, setFound] = useState<Found>(NOTHING);
  const [attempt, setAttempt] = useState(0);
  const latestLoad = useRef(load);
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    latestLoad.current = load;
  }, [load]);
  const remote = load !== undefined;

  const ask = useCallback((text: string, signal: AbortSignal, after?: Found) => {
    setFound((before) => ({ ...before, status: after ? "more" : "loading" }));
    Promise.resolve(latestLoad.current?.(text, signal, after?.next ?? undefined) ?? []).then(
      (answer) => {
        if (signal.aborted) return;
        const page = asPage(answer);
        const known = new Set(after?.options.map((option) => option.value));
        const fresh = page.options.filter((option) => !known.has(option.value));
        setFound({ ...page, options: [...(after?.options ?? []), ...fresh], status: "idle", query: text });
      },
      () => {
        if (!signal.aborted) setFound({ ...(after ?? NOTHING), status: "failed", query: text });
      },
    );
  }, []);

  useEffect(() => {
    if (!remote || !active) return;
    const controller = new AbortController();
    running.current = controller;
    const timer = setTimeout(() => ask(query, controller.signal), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [remote, active, query, version, attempt, ask]);

  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  if (!remote)
    return {
      options: fixed ?? [],
      status: "idle",
      settled: true,
      hasMore: false,
      more: nothing,
      retry: nothing,
    };
  const { next, options, status, note } = found;
  return {
    options,
    status,
    note,
    settled: status === "idle" && found.query === query,
    hasMore: next !== null,
    more: () => {
      const signal = running.current?.signal;
      if (next !== null && status === "idle" && signal && !signal.aborted) ask(query, signal, found);
    },
    retry,
  };
}

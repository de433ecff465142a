"use client";

import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";

export interface ComboboxOption {
  value: string;
  label: string;
  description?: string;
  /** Decorative, before the label. */
  icon?: ReactNode;
}

export type LoadOptions = (query: string, signal: AbortSignal) => Promise<readonly ComboboxOption[]>;

export interface OptionSearch {
  options: readonly ComboboxOption[];
  status: "idle" | "loading" | "failed";
}

/** Milliseconds after the last key before the server is asked. */
const SETTLE_MS = 180;

/** Options for a query from a fixed list or from the server; an answer to an older query never replaces a newer one. */
export function useOptionSearch(
  fixed: readonly ComboboxOption[] | undefined,
  load: LoadOptions | undefined,
  query: string,
  active: boolean,
): OptionSearch {
  const [found, setFound] = useState<OptionSearch>({ options: [], status: "idle" });
  const latestLoad = useRef(load);
  useEffect(() => {
    latestLoad.current = load;
  }, [load]);
  const remote = load !== undefined;
  useEffect(() => {
    if (!remote || !active) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      setFound((before) => ({ ...before, status: "loading" }));
      Promise.resolve(latestLoad.current?.(query, controller.signal) ?? []).then(
        (options) => {
          if (!controller.signal.aborted) setFound({ options, status: "idle" });
        },
        () => {
          if (!controller.signal.aborted) setFound({ options: [], status: "failed" });
        },
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [remote, active, query]);
  if (!remote) return { options: fixed ?? [], status: "idle" };
  return found;
}

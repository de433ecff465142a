"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { changeParams, readParams } from "./parsers";
import type { ChangeOf, Parser, ParserWithDefault, Parsers, ValueOf, ValuesOf } from "./parsers";

export interface UrlStateOptions {
  /** "push" makes a step that "back" undoes; "replace" is for what changes with each key. */
  history?: "push" | "replace";
  /** Whether to go to the top of the page. */
  scroll?: boolean;
}

/**
 * State that lives in the URL: the values, and a function that changes some of them. The page is not asked for again;
 * queries that depend on the values fetch what they need.
 */
export function useQueryStates<P extends Parsers>(
  parsers: P,
  options: UrlStateOptions = {},
): [ValuesOf<P>, (change: ChangeOf<P>, options?: UrlStateOptions) => void] {
  const arrived = useSearchParams().toString();
  // The router hears of a change in a transition, some moments later: what a person pressed must show at once.
  const [ahead, setAhead] = useState<{ from: string; query: string } | null>(null);
  if (ahead && ahead.from !== arrived) setAhead(null);
  const query = ahead?.from === arrived ? ahead.query : arrived;
  const values = useMemo(() => {
    const search = new URLSearchParams(query);
    return readParams(parsers, (key) => search.get(key));
  }, [parsers, query]);
  const { history, scroll } = options;
  const set = useCallback(
    (change: ChangeOf<P>, override: UrlStateOptions = {}) => {
      const chosen = { history, scroll, ...override };
      // From the address bar, not from the last render: two changes in one event must both count.
      const next = changeParams(parsers, new URLSearchParams(window.location.search), change).toString();
      const url = `${window.location.pathname}${next && `?${next}`}${window.location.hash}`;
      setAhead({ from: arrived, query: next });
      if (chosen.history === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
      if (chosen.scroll) window.scrollTo(0, 0);
    },
    [parsers, history, scroll, arrived],
  );
  return [values, set];
}

/** The same for one parameter. */
export function useQueryState<P extends Parser<unknown> | ParserWithDefault<unknown>>(
  key: string,
  parser: P,
  options: UrlStateOptions = {},
): [ValueOf<P>, (value: (P extends Parser<infer T> ? T : never) | null, options?: UrlStateOptions) => void] {
  const parsers = useMemo(() => ({ [key]: parser }), [key, parser]);
  const [values, setAll] = useQueryStates(parsers, options);
  const set = useCallback(
    (value: (P extends Parser<infer T> ? T : never) | null, override?: UrlStateOptions) =>
      setAll({ [key]: value } as ChangeOf<typeof parsers>, override),
    [key, setAll],
  );
  return [values[key] as ValueOf<P>, set];
}

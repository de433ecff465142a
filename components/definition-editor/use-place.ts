"use client";

import { useCallback, useEffect, useState } from "react";
import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";
import type { ParserWithDefault } from "@/components/url-state/parsers";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { CodeLanguage } from "./code-language";
import { codeLanguages } from "./code-language";

/** The URL state of an editor with these tabs, the first of which is the usual one. Make it once, outside of components. */
export const placeParams = <const T extends string>(tabs: readonly [T, ...T[]]) => ({
  tab: parseAsStringLiteral<T>(tabs).withDefault(tabs[0]),
  /** What is selected in the tab, by key. */
  item: parseAsString,
  /** Whether the definition stands beside as text, and in which language. */
  code: parseAsStringLiteral(codeLanguages),
});

type PlaceParams<T extends string> = Omit<ReturnType<typeof placeParams>, "tab"> & {
  tab: ParserWithDefault<T>;
};

interface Place<T extends string> {
  tab: T;
  item: string | null;
}

/**
 * Where in the editor one is: in the URL, and at once. The address follows a moment later than what is shown, and a key that
 * is being typed must not lose its form meanwhile.
 */
export function usePlace<T extends string>(
  params: PlaceParams<T>,
): [
  Place<T> & { code: CodeLanguage | null },
  (tab: T, item?: string | null) => void,
  (code: CodeLanguage | null) => void,
] {
  const [values, setUrl] = useQueryStates(params);
  const url = values as Place<T> & { code: CodeLanguage | null };
  const [ahead, setAhead] = useState<Place<T> | null>(null);
  useEffect(() => {
    setAhead((before) => (before?.tab === url.tab && before.item === url.item ? null : before));
  }, [url.tab, url.item]);
  const goTo = useCallback(
    (tab: T, item: string | null = null) => {
      setAhead({ tab, item });
      setUrl({ tab, item } as Parameters<typeof setUrl>[0]);
    },
    [setUrl],
  );
  const setCode = useCallback(
    (code: CodeLanguage | null) => setUrl({ code } as Parameters<typeof setUrl>[0]),
    [setUrl],
  );
  return [{ ...(ahead ?? url), code: url.code }, goTo, setCode];
}

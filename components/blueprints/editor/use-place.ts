"use client";

import { useCallback, useEffect, useState } from "react";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { EditorTab } from "../draft/sections";
import { editorParams } from "./editor-params";
import type { codeLanguages } from "./editor-params";

interface Place {
  tab: EditorTab;
  item: string | null;
}
type Code = (typeof codeLanguages)[number] | null;

/**
 * Where in the editor one is: in the URL, and at once. The address follows a moment later than what is shown, and a key that
 * is being typed must not lose its form meanwhile.
 */
export function usePlace(): [
  Place & { code: Code },
  (tab: EditorTab, item?: string | null) => void,
  (code: Code) => void,
] {
  const [url, setUrl] = useQueryStates(editorParams);
  const [ahead, setAhead] = useState<Place | null>(null);
  useEffect(() => {
    setAhead((before) => (before?.tab === url.tab && before.item === url.item ? null : before));
  }, [url.tab, url.item]);
  const goTo = useCallback(
    (tab: EditorTab, item: string | null = null) => {
      setAhead({ tab, item });
      setUrl({ tab, item });
    },
    [setUrl],
  );
  const setCode = useCallback((code: Code) => setUrl({ code }), [setUrl]);
  return [{ ...(ahead ?? url), code: url.code }, goTo, setCode];
}

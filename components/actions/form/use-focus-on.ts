"use client";

import { useCallback, useEffect, useRef } from "react";
import { SUMMARY_ID } from "./error-summary";
import type { Fault } from "./error-summary";
import { JSON_EDITOR_ID } from "./json-values";
import { focusInput } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";
import type { Steps } from "./use-steps";

/** Leads to what is wrong: to the input, in the step that has it, else to the summary of faults. */
export function useFocusOn(model: ActionFieldsModel, { current, go }: Steps): (fault: Fault) => void {
  const wanted = useRef<Fault | null>(null);
  const reach = useCallback(
    (fault: Fault) => {
      if (fault.key === null || !focusInput(model, fault.key, fault.path))
        (document.getElementById(SUMMARY_ID) ?? document.getElementById(JSON_EDITOR_ID))?.focus();
    },
    [model],
  );
  useEffect(() => {
    const fault = wanted.current;
    if (!fault || fault.step !== current) return;
    wanted.current = null;
    reach(fault);
  }, [current, reach]);
  return useCallback(
    (fault: Fault) => {
      if (current !== null && fault.step !== null && fault.step !== current) {
        wanted.current = fault;
        go(fault.step);
      } else {
        // The summary may be drawn only now.
        requestAnimationFrame(() => reach(fault));
      }
    },
    [current, go, reach],
  );
}

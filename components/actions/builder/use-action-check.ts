"use client";

import { useCallback } from "react";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import type { ActionDraft } from "./action-draft";
import { checkInBrowser } from "./check-action";

/** Finds the faults of an action by the rules that the server checks by. */
export function useActionCheck(): (action: ActionDraft) => Promise<readonly DefinitionIssue[]> {
  return useCallback(async (action) => checkInBrowser(action), []);
}

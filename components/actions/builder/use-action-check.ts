"use client";

import { useCallback, useState } from "react";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { useTRPCClient } from "@/components/trpc/provider";
import type { ActionDraft } from "./action-draft";
import { checkInBrowser } from "./check-action";

interface ActionCheck {
  check: (action: ActionDraft) => Promise<readonly DefinitionIssue[]>;
  /** What the portal cannot carry out, though it may be stored. */
  warnings: readonly DefinitionIssue[];
}

const NONE: readonly DefinitionIssue[] = [];

/** Finds the faults of an action: in the browser first, and when there are none, what only the server knows. */
export function useActionCheck(identifier: string | null): ActionCheck {
  const client = useTRPCClient();
  const [warnings, setWarnings] = useState(NONE);
  const check = useCallback(
    async (action: ActionDraft) => {
      const found = await checkInBrowser(action);
      if (found.length > 0) return found;
      const answer = await client.actions.check.query({
        definition: action,
        ...(identifier !== null && { identifier }),
      });
      setWarnings(answer.warnings);
      return answer.issues;
    },
    [client, identifier],
  );
  return { check, warnings };
}

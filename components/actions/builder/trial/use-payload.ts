"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState } from "react";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { isWithin } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useTRPCClient } from "@/components/trpc/provider";
import { inputsOf } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { withSamples } from "./sample-values";
import { useTrial } from "./trial-store";

/** A pause in typing after which the example is rendered again, in ms. */
const SETTLE_MS = 400;

/** A value once it has stopped changing. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the backend would be sent for the person, the entity and the values that are tried, as the definition changes. */
export function usePayload({ samples }: { samples: boolean }) {
  const client = useTRPCClient();
  const { definition } = useActionEditor();
  const [trial] = useTrial();
  const settled = useSettled(definition);
  const values = samples ? withSamples(inputsOf(settled), trial.sent) : trial.sent;
  const input = {
    definition: settled,
    values,
    ...(trial.as !== null && { as: trial.as }),
    ...(trial.entity !== null && settled.trigger.operation !== "CREATE" && { entity: trial.entity }),
  };
  return useQuery({
    queryKey: ["actions", "payload of a trial", input],
    queryFn: () => client.actions.renderPayload.mutate(input),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Templates that failed in the example, for the fields that they stand in. */
export const RenderIssuesContext = createContext<readonly DefinitionIssue[]>([]);

/** Why the template at a place failed in the example; undefined when it did not. */
export const useRenderIssue = (path: DefinitionPath): string | undefined =>
  useContext(RenderIssuesContext).find((issue) => isWithin(issue.path, path))?.message;

"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPCClient } from "@/components/trpc/provider";
import type { FormSource } from "../../form/form-source";
import type { ActionDraft } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { useTrial } from "../trial/trial-store";
import { useSettled } from "../trial/use-payload";

/** Whom and what a definition is tried on. */
export interface Subject {
  definition: ActionDraft;
  as?: string;
  entity?: string;
}

/** What is tried now: the definition once it has stopped changing, with the chosen person and entity. */
export function useSubject(): Subject {
  const { definition } = useActionEditor();
  const [{ as, entity }] = useTrial();
  const settled = useSettled(definition);
  return useMemo(
    () => ({
      definition: settled,
      ...(as !== null && { as }),
      ...(entity !== null && settled.trigger.operation !== "CREATE" && { entity }),
    }),
    [settled, as, entity],
  );
}

/**
 * The form for its start values with the definition that it is of, or what is wrong with that. The last one stays while the
 * next is computed.
 */
export function useStartState(subject: Subject) {
  const client = useTRPCClient();
  return useQuery({
    queryKey: ["actions", "form of a trial", subject],
    queryFn: async ({ signal }) => ({
      subject,
      answer: await client.actions.tryForm.query({ ...subject, values: {} }, { signal }),
    }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** A form that is being edited could not be computed, since its definition has faults. */
export class FaultyForm extends Error {
  constructor() {
    super("The form has faults. Mend them, then it is shown here.");
  }
}

/** The source of a form that is tried: evaluated by the server from the unsaved definition, with the persona's rights. */
export function useTrialSource(subject: Subject): FormSource {
  const client = useTRPCClient();
  return useMemo(() => {
    let values: Record<string, unknown> = {};
    let datasets: Record<string, string | undefined> = {};
    return {
      evaluate: async (given, signal) => {
        values = given.values;
        const answer = await client.actions.tryForm.query({ ...subject, ...given }, { signal });
        if (!answer.state) throw new FaultyForm();
        datasets = Object.fromEntries(
          Object.entries(answer.state.inputs).map(([key, { dataset }]) => [key, dataset]),
        );
        return answer.state;
      },
      picker: {
        options: (input, { text, cursor }) =>
          client.actions.tryOptions.query({ ...subject, input, values, text, ...(cursor && { cursor }) }),
        // What was chosen is known under the name that the choices gave it; the trial looks among the first of them.
        labels: async (input, chosen) => {
          const { options } = await client.actions.tryOptions.query({ ...subject, input, values });
          return chosen.map(
            (value) =>
              options.find((option) => option.value === value) ?? {
                value,
                label: value,
                description: null,
                icon: null,
              },
          );
        },
        version: (input) => datasets[input],
      },
    };
  }, [client, subject]);
}

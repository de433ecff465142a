"use client";

import { useMemo } from "react";
import { useTRPCClient } from "@/components/trpc/provider";
import type { ActionFormModel } from "../action-types";
import type { FormSource, GivenValues } from "./form-source";

/** The source of an action's own form. A form in which nothing is computed is known here; the server is not asked. */
export function useActionSource(form: ActionFormModel): FormSource {
  const client = useTRPCClient();
  return useMemo(() => {
    const { identifier, revision, userInputs } = form;
    const at = { identifier, ...(form.entity && { entity: form.entity.identifier }) };
    // The newest values that anything was asked about: choices follow from them.
    let { values, secrets }: Pick<GivenValues, "values" | "secrets"> = { values: form.values, secrets: [] };
    let state = form.state;
    return {
      evaluate: async (given, signal) => {
        ({ values, secrets } = given);
        if (form.dynamic)
          state = await client.actions.evaluate.query({ ...at, revision, ...given }, { signal });
        else {
          const { staticState } = await import("@/server/actions/core/form/static-state");
          state = staticState(userInputs, given.values, given.secrets);
        }
        return state;
      },
      picker: {
        options: (input, { text, cursor }) =>
          client.actions.options.query({ ...at, input, values, secrets, text, ...(cursor && { cursor }) }),
        labels: (input, chosen) => client.actions.optionLabels.query({ ...at, input, values: chosen }),
        version: (input) => state.inputs[input]?.dataset,
      },
    };
  }, [client, form]);
}

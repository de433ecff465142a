"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPCClient } from "@/components/trpc/provider";
import { newUuid } from "./new-uuid";

/** A count that is lost must not disturb who fills in a form; the server logs why it failed. */
const uncounted = () => undefined;

/**
 * Tells that a form was opened, which step was reached, and that it was sent; never what is in it. `step` is the title of the
 * open step, null in a form without steps.
 */
export function useFormSignals(action: string, step: string | null) {
  const client = useTRPCClient();
  const [formId] = useState(newUuid);
  // What comes later waits for the opening, which it is about.
  const opened = useRef<Promise<unknown> | null>(null);
  const first = useRef(step);
  useEffect(() => {
    opened.current ??= client.insights.formStarted.mutate({ id: formId, action }).catch(uncounted);
  }, [client, formId, action]);
  useEffect(() => {
    if (step === null || step === first.current) return;
    first.current = null;
    void opened.current
      ?.then(() => client.insights.formStep.mutate({ id: formId, step: step.slice(0, 200) }))
      .catch(uncounted);
  }, [client, formId, step]);
  const sent = useCallback(
    (runId: string) => {
      void opened.current
        ?.then(() => client.insights.formSubmitted.mutate({ id: formId, runId }))
        .catch(uncounted);
    },
    [client, formId],
  );
  return { formId, sent };
}

"use client";

import { useEffect, useRef, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { FormShape } from "@/components/properties/use-property-form";
import { dropDraft, newIdempotencyKey, readDraft, writeDraft } from "./draft";

interface DraftOptions {
  form: UseFormReturn<FormShape>;
  name: string;
  fingerprint: string;
}

/** Keeps what is filled in over a reload of the tab, together with the key that makes sending it twice one run. */
export function useDraft({ form, name, fingerprint }: DraftOptions) {
  const [restored, setRestored] = useState(false);
  const [idempotencyKey, setKey] = useState(newIdempotencyKey);
  const off = useRef(false);
  useEffect(() => {
    // After hydration: the server knows no draft.
    const draft = readDraft(name, fingerprint);
    if (!draft) return;
    form.reset(draft.raw, { keepDefaultValues: true });
    setKey(draft.idempotencyKey);
    setRestored(true);
  }, [form, name, fingerprint]);
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values }) => {
          if (!off.current) writeDraft(name, fingerprint, { raw: values, idempotencyKey });
        },
      }),
    [form, name, fingerprint, idempotencyKey],
  );
  const discard = () => {
    off.current = true;
    dropDraft(name);
  };
  const startOver = () => {
    form.reset();
    dropDraft(name);
    setKey(newIdempotencyKey());
    setRestored(false);
  };
  return { restored, idempotencyKey, discard, startOver };
}

"use client";

import { useEffect, useRef, useState } from "react";
import type { PropertyFormModel } from "@/components/properties/use-property-form";
import { dropDraft, newIdempotencyKey, readDraft, writeDraft } from "./draft";

interface DraftOptions {
  model: Pick<PropertyFormModel, "raw" | "isDirty" | "replace">;
  name: string;
  fingerprint: string;
  idempotencyKey: string;
  setIdempotencyKey: (key: string) => void;
}

/** Keeps what is filled in over a reload of the tab, together with the key that makes sending it twice one run. */
export function useDraft({ model, name, fingerprint, idempotencyKey, setIdempotencyKey }: DraftOptions) {
  const { raw, isDirty, replace } = model;
  const [restored, setRestored] = useState(false);
  const off = useRef(false);
  const wasDirty = useRef(false);
  useEffect(() => {
    // After hydration: the server knows no draft.
    const draft = readDraft(name, fingerprint);
    if (!draft) return;
    replace(draft.raw);
    setIdempotencyKey(draft.idempotencyKey);
    setRestored(true);
  }, [name, fingerprint, replace, setIdempotencyKey]);
  useEffect(() => {
    if (off.current) return;
    if (isDirty) writeDraft(name, fingerprint, { raw, idempotencyKey });
    else if (wasDirty.current) dropDraft(name);
    wasDirty.current = isDirty;
  }, [raw, isDirty, name, fingerprint, idempotencyKey]);
  const discard = () => {
    off.current = true;
    dropDraft(name);
  };
  const startOver = () => {
    replace();
    dropDraft(name);
    setIdempotencyKey(newIdempotencyKey());
    setRestored(false);
  };
  return { restored, startOver, discard };
}

"use client";

import { useEffect, useRef, useState } from "react";
import { dropDraft, newIdempotencyKey, readDraft, writeDraft } from "./draft";
import type { FormSession } from "./form-session";

interface DraftOptions {
  session: FormSession;
  name: string;
  fingerprint: string;
}

/** Milliseconds after the last change before the draft is written; leaving the page writes it at once. */
const WRITE_MS = 200;

/** Keeps what is filled in over a reload of the tab, together with the key that makes sending it twice one run. */
export function useDraft({ session, name, fingerprint }: DraftOptions) {
  const [restored, setRestored] = useState(false);
  const key = useRef("");
  const off = useRef(false);
  useEffect(() => {
    const { properties } = session.userInputs;
    // After hydration: the server knows no draft.
    const draft = readDraft(name, fingerprint, properties);
    key.current = draft?.idempotencyKey ?? newIdempotencyKey();
    if (draft) {
      session.replace(draft.filled);
      setRestored(true);
    }
    let written = session.read().touched.size > 0 && draft !== null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      clearTimeout(timer);
      timer = undefined;
      if (off.current) return;
      const { dirty, raw, touched } = session.read();
      if (dirty)
        writeDraft(name, fingerprint, properties, { filled: { raw, touched }, idempotencyKey: key.current });
      else if (written) dropDraft(name);
      written = dirty;
    };
    const unsubscribe = session.subscribe(() => {
      timer ??= setTimeout(write, WRITE_MS);
    });
    const flush = () => timer !== undefined && write();
    window.addEventListener("pagehide", flush);
    return () => {
      unsubscribe();
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [session, name, fingerprint]);
  const discard = () => {
    off.current = true;
    dropDraft(name);
  };
  const startOver = () => {
    session.replace();
    dropDraft(name);
    key.current = newIdempotencyKey();
    setRestored(false);
  };
  /** What is sent from now on is a request of its own. */
  const renewKey = () => {
    key.current = newIdempotencyKey();
    const { raw, touched } = session.read();
    const filled = { raw, touched };
    writeDraft(name, fingerprint, session.userInputs.properties, { filled, idempotencyKey: key.current });
  };
  return { restored, startOver, discard, renewKey, idempotencyKey: () => key.current };
}

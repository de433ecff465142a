import type { RawValues } from "@/components/properties/form-values";

/** What is kept of a form until it is sent: over a reload, in this tab alone. */
export interface Draft {
  raw: RawValues;
  idempotencyKey: string;
}

interface Stored extends Draft {
  /** A draft of another revision of the form, or of another prefilled address, does not fit. */
  fingerprint: string;
}

const keyOf = (form: string): string => `waymark:draft:${form}`;

/** The draft of a form, when there is one that fits. */
export function readDraft(form: string, fingerprint: string): Draft | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "null") as Stored | null;
    return stored?.fingerprint === fingerprint && typeof stored.raw === "object"
      ? { raw: stored.raw, idempotencyKey: stored.idempotencyKey }
      : null;
  } catch {
    // Storage that is refused or was written by something else: there is no draft.
    return null;
  }
}

/** Keeps a draft; a browser that refuses storage just keeps none. */
export function writeDraft(form: string, fingerprint: string, draft: Draft): void {
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify({ ...draft, fingerprint } satisfies Stored));
  } catch {
    // Full or refused: the form itself goes on working.
  }
}

export function dropDraft(form: string): void {
  try {
    sessionStorage.removeItem(keyOf(form));
  } catch {
    // Refused storage holds no draft.
  }
}

/** 128 random bits. `crypto.randomUUID` does not exist on plain http addresses other than localhost. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

import { isSecret } from "@/components/properties/kind";
import type { RawValue } from "@/components/properties/value";
import type { InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import { kindOf } from "@/server/properties/kind";

import type { Filled } from "./form-values";

/** What is kept of a form until it is sent: over a reload, in this tab alone. Never a secret. */
export interface Draft {
  filled: Filled;
  idempotencyKey: string;
}

interface Stored {
  /** A draft of another prefilled address does not fit. */
  fingerprint: string;
  idempotencyKey: string;
  /** What a person put into each input, and of which kind that was: of a changed form, what still fits is kept. */
  inputs: Record<string, { kind: string; raw: RawValue }>;
}

const keyOf = (form: string): string => `waymark:draft:${form}`;

/** What of a stored text is a draft of this form; null when it is none. */
export function parseDraft(
  text: string | null,
  fingerprint: string,
  properties: InputDefinitions,
): Draft | null {
  const stored = JSON.parse(text ?? "null") as Stored | null;
  if (stored?.fingerprint !== fingerprint || typeof stored.inputs !== "object") return null;
  const fitting = Object.entries(stored.inputs).filter(([key, { kind }]) => {
    const definition = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return definition && !isSecret(definition) && kindOf(definition) === kind;
  });
  if (fitting.length === 0) return null;
  return {
    filled: {
      raw: Object.fromEntries(fitting.map(([key, { raw }]) => [key, raw])),
      touched: new Set(fitting.map(([key]) => key)),
    },
    idempotencyKey: stored.idempotencyKey,
  };
}

/** The text to store for what is filled in. */
export function formatDraft(
  { filled, idempotencyKey }: Draft,
  fingerprint: string,
  properties: InputDefinitions,
): string {
  const inputs = [...filled.touched].flatMap((key) => {
    const definition = properties[key];
    return definition && !isSecret(definition)
      ? [[key, { kind: kindOf(definition), raw: filled.raw[key] }] as const]
      : [];
  });
  return JSON.stringify({
    fingerprint,
    idempotencyKey,
    inputs: Object.fromEntries(inputs),
  } satisfies Stored);
}

/** The draft of a form, when there is one that fits. */
export function readDraft(form: string, fingerprint: string, properties: InputDefinitions): Draft | null {
  try {
    return parseDraft(sessionStorage.getItem(keyOf(form)), fingerprint, properties);
  } catch {
    // Storage that is refused or was written by something else: there is no draft.
    return null;
  }
}

/** Keeps a draft; a browser that refuses storage just keeps none. */
export function writeDraft(
  form: string,
  fingerprint: string,
  properties: InputDefinitions,
  draft: Draft,
): void {
  try {
    sessionStorage.setItem(keyOf(form), formatDraft(draft, fingerprint, properties));
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

import type { Issue } from "@/server/kernel/errors";

/** What the server says of one input for the values so far. */
export interface InputState {
  visible: boolean;
  /** Closed: by its definition, by `readOnly`, or because an input that it depends on has no value. */
  disabled: boolean;
  /** Shown and sent, not to be changed. */
  readOnly: boolean;
  /** Inputs of `dependsOn` that have no value yet. */
  waitsFor: string[];
  required: boolean;
  /** The default of now; absent when there is none. */
  default?: unknown;
  /** What `jqQuery` gave for constraints (`enum`, `pattern`, `minItems`, …), to lie over the definition. */
  constraints: Record<string, unknown>;
  /** For pickers: changes whenever the choices may have changed, so that a list is asked for anew. */
  dataset?: string;
  /** Why the value that was sent cannot stay: it is no longer offered. */
  withdrawn?: string;
  /** For pickers: which of the chosen ones that is. */
  gone?: string[];
  /** An expression that failed: which key of the definition, and how. The form cannot be sent. */
  faults: { key: string; message: string }[];
}

/** The whole form for the values so far. Made by the server; a form without dynamics has the same one always. */
export interface FormState {
  inputs: Record<string, InputState>;
  titles: Record<string, { visible: boolean }>;
  /** In the order of the definition; none when the form has no steps. */
  steps: { visible: boolean; faults: { key: string; message: string }[] }[];
  /** Rules over several inputs that do not hold; `step` is null for those of the whole form. */
  violations: { step: number | null; message: string }[];
  /** Expressions of the form itself that failed, such as that of `required`. */
  faults: { key: string; message: string }[];
  /** The values as they would be sent now: given ones, and the default of what is left out, hidden or closed. */
  values: Record<string, unknown>;
}

/** The outcome of the check that browser and server share. */
export type FormCheck = { ok: true; values: Record<string, unknown> } | { ok: false; issues: Issue[] };

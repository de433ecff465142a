import type { FieldIssue, RawValues } from "./form-values";
import type { RawValue } from "./value";

/** What is wrong with a field; several faults can lie inside one value, such as an object's. */
export interface FieldError extends FieldIssue {
  /** All of them, with paths from the field; `path` and `message` are the first's. */
  all: readonly FieldIssue[];
}
/** Errors by field name; `path` leads from the field to the item at fault. */
export type FieldErrors = Record<string, FieldError>;

export interface FormSnapshot {
  raw: RawValues;
  errors: FieldErrors;
  /** Names of the fields that a person changed; the others hold what the form put there. */
  touched: ReadonlySet<string>;
}

/** The state of a form outside of React, so that a keystroke renders the one field that reads it. */
export interface FormStore {
  read(): FormSnapshot;
  subscribe(listener: () => void): () => void;
  /** A change by a person. */
  change(name: string, value: RawValue): void;
  /** Values that the form itself puts in, such as defaults that follow other inputs: nobody touched them. */
  assign(values: RawValues): void;
  /** All values anew; who restores a draft says which of them a person had changed. */
  replace(raw: RawValues, touched?: Iterable<string>): void;
  setErrors(errors: FieldErrors): void;
  /** Hears of changes by a person, after they are stored. */
  onChange(listener: (name: string) => void): () => void;
}

export function createFormStore(raw: RawValues): FormStore {
  let state: FormSnapshot = { raw, errors: {}, touched: new Set() };
  const listeners = new Set<() => void>();
  const changeListeners = new Set<(name: string) => void>();
  const set = (next: Partial<FormSnapshot>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onChange: (listener) => {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    change: (name, value) => {
      const touched = state.touched.has(name) ? state.touched : new Set(state.touched).add(name);
      set({ raw: { ...state.raw, [name]: value }, touched });
      for (const listener of changeListeners) listener(name);
    },
    assign: (values) => {
      const touched = new Set(state.touched);
      for (const name of Object.keys(values)) touched.delete(name);
      set({ raw: { ...state.raw, ...values }, touched });
    },
    replace: (next, touched = []) => set({ raw: next, errors: {}, touched: new Set(touched) }),
    setErrors: (errors) => set({ errors }),
  };
}

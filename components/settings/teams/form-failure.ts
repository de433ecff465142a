import { readFailure } from "@/components/states/domain-error";

export interface FormFailure {
  /** Message for a field, by the field's name. */
  at: (field: string) => string | undefined;
  /** What no field shows, for the end of the form. */
  rest: unknown;
}

/** Sorts what the server refused by field. `taken` is the field that a conflict is about. */
export function formFailure(error: unknown, fields: readonly string[], taken: string): FormFailure {
  if (!error) return { at: () => undefined, rest: null };
  const { code, message, issues } = readFailure(error);
  const found = code === "conflict" ? [{ path: [taken], message }] : issues;
  const shown = found.length > 0 && found.every((issue) => fields.includes(String(issue.path[0])));
  return {
    at: (field) => found.find((issue) => issue.path[0] === field)?.message,
    rest: shown ? null : error,
  };
}

/** Puts the cursor into the first field that was refused, once it is marked. */
export function focusFirstInvalid(formId: string): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[id="${formId}"] [aria-invalid="true"]`)?.focus(),
  );
}

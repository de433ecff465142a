import { readFailure } from "@/components/states/domain-error";

type Step = string | number;

export interface FormFailure {
  /** Message for the field at a path, or for what lies below it: `at("variables", 0, "name")`. */
  at: (...path: Step[]) => string | undefined;
  /** Message for exactly this path, where what lies below has fields of its own. */
  exactly: (...path: Step[]) => string | undefined;
  /** What no field shows, for the end of the form. */
  rest: unknown;
}

interface Fields {
  /** Names of the fields that show what is wrong with them, or with what lies below. */
  fields: readonly string[];
  /** The field that a conflict is about. */
  taken?: string;
  /** The key under which a procedure takes what the form says, where it is not the whole of its input. */
  below?: string;
}

/** Sorts what the server refused by field. */
export function formFailure(error: unknown, { fields, taken, below }: Fields): FormFailure {
  if (!error) return { at: () => undefined, exactly: () => undefined, rest: null };
  const { code, message, issues } = readFailure(error);
  const found =
    code === "conflict" && taken !== undefined
      ? [{ path: [taken], message }]
      : issues.map((issue) => ({
          ...issue,
          path: below !== undefined && issue.path[0] === below ? issue.path.slice(1) : issue.path,
        }));
  const startsWith = (at: readonly Step[], path: readonly Step[]) =>
    path.every((step, index) => String(step) === String(at[index]));
  const shown = found.length > 0 && found.every(({ path }) => fields.includes(String(path[0])));
  return {
    at: (...path) => found.find((issue) => startsWith(issue.path, path))?.message,
    exactly: (...path) =>
      found.find((issue) => issue.path.length === path.length && startsWith(issue.path, path))?.message,
    rest: shown ? null : error,
  };
}

/** Puts the cursor into the first field that was refused, once it is marked. */
export function focusFirstInvalid(formId: string): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[id="${formId}"] [aria-invalid="true"]`)?.focus(),
  );
}

import type { FieldErrors } from "./form-store";
import { fieldName } from "./form-values";

/** Id of the control of a member or an item inside the control with `id`. Spaces would end it in lists of ids. */
export const nestedId = (id: string, part: string | number): string =>
  `${id}-${String(part).replace(/\s/g, "_")}`;

/** Moves to the first field at fault, in the order of the form; inside a list or an object, to the part at fault. */
export function focusFirst(formId: string, keys: readonly string[], errors: FieldErrors): void {
  const index = keys.findIndex((_, at) => errors[fieldName(at)]);
  if (index < 0) return;
  const name = fieldName(index);
  const ids = [`${formId}-${name}`];
  for (const part of errors[name]?.path ?? []) ids.unshift(nestedId(ids[0] as string, part));
  const target = ids.map((id) => document.getElementById(id)).find((element) => element !== null);
  target?.focus();
  target?.scrollIntoView({ block: "center", behavior: "auto" });
}

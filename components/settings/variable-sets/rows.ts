import type { VariableSet } from "./variable-sets";

/** A variable as it is edited. */
export interface VariableRow {
  /** Identity of the row, since names change while one types. */
  row: number;
  kind: "terraform" | "environment";
  name: string;
  sensitive: boolean;
  /** What is typed; of a variable of a module JSON, or a plain text. */
  value: string;
  /** Has a sensitive value that is stored and cannot be read. */
  stored: boolean;
}

export const EMPTY_ROW: VariableRow = {
  row: 0,
  kind: "terraform",
  name: "",
  sensitive: false,
  value: "",
  stored: false,
};

/** A text as it is, unless it could be read as something else; what is no text as JSON. */
const typed = (value: unknown): string =>
  typeof value === "string" && !readsAsJson(value) ? value : JSON.stringify(value);

function readsAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Not JSON: a text that stands for itself.
    return false;
  }
}

export const rowsOf = (set: VariableSet | null): VariableRow[] =>
  set
    ? set.variables.map(({ kind, name, sensitive, value }, row) => ({
        row,
        kind,
        name,
        sensitive,
        value: sensitive ? "" : kind === "environment" ? String(value) : typed(value),
        stored: sensitive,
      }))
    : [EMPTY_ROW];

/** What is sent as the value: nothing where the stored one stays. Numbers, lists and objects are written as JSON. */
export function valueOf({ kind, value, stored }: VariableRow): { value?: NonNullable<unknown> | null } {
  if (stored && value === "") return {};
  if (kind === "environment" || !readsAsJson(value)) return { value };
  return { value: JSON.parse(value) as NonNullable<unknown> | null };
}

import type { Operand } from "./operators";

/** Values of a condition that a form gives: another input, the entity that is acted on, the person, or jq over all of them. */
export interface DynamicValues {
  sources: readonly DynamicSource[];
  /** Told of what was chosen, such as to have the input wait for it. */
  onUse?: (option: DynamicOption) => void;
}

export interface DynamicSource {
  /** "input", "entity" or "user". */
  id: string;
  /** After "from": "another input". */
  label: string;
  options: readonly DynamicOption[];
}

export interface DynamicOption {
  label: string;
  /** jq of the value, and of the list that it is for an operator that takes several. */
  one: string;
  many: string;
  /** The input that it reads, if any. */
  input?: string;
}

export interface ComputedValue {
  jqQuery: string;
}

/** A value that is computed when the form is open. */
export const isComputed = (value: unknown): value is ComputedValue =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Partial<ComputedValue>).jqQuery === "string";

/** Where a computed value comes from; null for jq of its author's own. */
export function sourceOf(
  jq: string,
  { sources }: DynamicValues,
): { source: DynamicSource; option: DynamicOption } | null {
  for (const source of sources)
    for (const option of source.options)
      if (option.one === jq || option.many === jq) return { source, option };
  return null;
}

/** The value of an option for an operator. */
export const computedBy = (option: DynamicOption, operand: Operand): ComputedValue => ({
  jqQuery: operand === "many" ? option.many : option.one,
});

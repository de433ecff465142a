import type { InputDefinition, UserInputs } from "../definition/user-inputs";
import { pickerOf } from "./expressions";
import type { FormState } from "./state";

// Pages load this at once: it needs none of the property types, which are large.

/** Nothing: left out, null, or a text without characters, which is how a person empties a field. */
export const isEmptyInput = (value: unknown, definition: Pick<InputDefinition, "type">): boolean =>
  value === undefined || value === null || (value === "" && definition.type === "string");

const own = (of: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** Why a value that was chosen is no longer among the computed choices. */
export function withdrawnFrom(
  definition: InputDefinition,
  constraints: Record<string, unknown>,
  value: unknown,
): string | undefined {
  if (pickerOf(definition)) return undefined;
  const items = constraints.items as { enum?: unknown } | undefined;
  const choices = Array.isArray(constraints.enum) ? constraints.enum : items?.enum;
  if (!Array.isArray(choices)) return undefined;
  const chosen = (Array.isArray(value) ? value : [value]).filter((one) => !isEmptyInput(one, definition));
  const gone = chosen.filter((one) => !choices.includes(one));
  return gone.length
    ? notOffered(gone.map((one) => (typeof one === "string" ? one : JSON.stringify(one))))
    : undefined;
}

export const notOffered = (values: string[]): string =>
  values.length === 1
    ? `"${values[0]}" is not offered now. Choose another.`
    : `${values.map((value) => `"${value}"`).join(", ")} are not offered now. Choose others.`;

/**
 * The state after inputs that nothing refers to got other values: theirs are the only ones that differ, and what was no
 * longer offered may be another.
 */
export function settleAlone(
  userInputs: UserInputs,
  state: FormState,
  keys: Iterable<string>,
  given: Readonly<Record<string, unknown>>,
): FormState {
  const inputs = { ...state.inputs };
  const values = { ...state.values };
  for (const key of keys) {
    const definition = own(userInputs.properties, key) as InputDefinition | undefined;
    const input = inputs[key];
    if (!definition || !input) continue;
    const isOpen = input.visible && !input.disabled;
    const typed = own(given, key);
    const value = isOpen && typed !== undefined ? typed : input.default;
    if (value === undefined) delete values[key];
    else values[key] = value;
    const { withdrawn: before, ...rest } = input;
    const withdrawn = isOpen ? withdrawnFrom(definition, input.constraints, value) : undefined;
    if (withdrawn !== before) inputs[key] = { ...rest, ...(withdrawn === undefined ? {} : { withdrawn }) };
  }
  return { ...state, inputs, values };
}

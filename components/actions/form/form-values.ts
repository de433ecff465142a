import type { FieldIssue } from "@/components/properties/form-values";
import { isSecret } from "@/components/properties/kind";
import { fromRaw, toRaw, Unreadable } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import type { InputDefinition, InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import type { FormState, InputState } from "@/server/actions/core/form/state";
import { isDynamic, kindOf } from "@/server/properties/kind";
import type { GivenValues } from "./form-source";

/** What the controls hold, by the input's key. */
export type RawInputs = Readonly<Record<string, RawValue>>;

/** What a person did with a form: the controls, and which of them are theirs. */
export interface Filled {
  raw: RawInputs;
  /** Inputs that hold what a person put there, which may be nothing; the others follow their defaults. */
  touched: ReadonlySet<string>;
}

/** Whether a person may fill an input in now: what is hidden or closed has its default and nothing else. */
export const isOpen = (input: InputState | undefined): boolean =>
  input !== undefined && input.visible && !input.disabled;

/** The definition of an input with what its expressions gave. An expression without a result says nothing. */
export function presentDefinition(
  definition: InputDefinition,
  state: InputState | undefined,
): InputDefinition {
  const { items } = definition;
  return {
    ...constants(definition),
    ...(items && { items: constants(items) }),
    ...state?.constraints,
  } as InputDefinition;
}
const constants = (of: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => !isDynamic(value)));

/** A value as read from its control; null where nothing is filled in, undefined where it cannot be read yet. */
function read(
  raw: RawValue,
  definition: InputDefinition,
): { value: unknown } | { fault: string; path: readonly (string | number)[] } {
  try {
    return { value: fromRaw(raw, definition) ?? null };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { fault: error.message, path: error.path };
  }
}

const isFilled = (raw: RawValue, definition: InputDefinition): boolean => {
  const result = read(raw, definition);
  return "fault" in result || result.value !== null;
};

/** A required switch that nobody touched is off, which is what it shows. */
const isOff = (definition: InputDefinition, input: InputState | undefined): boolean =>
  kindOf(definition) === "boolean" &&
  isOpen(input) &&
  input?.required === true &&
  input.default === undefined;

/** What is asked about while the form is filled in. */
export function givenValues(
  properties: InputDefinitions,
  { raw, touched }: Filled,
  state: FormState,
): GivenValues {
  const given: GivenValues = { values: {}, secrets: [], touched: [] };
  for (const [key, definition] of Object.entries(properties)) {
    if (isSecret(definition)) {
      if (isFilled(raw[key], definition)) given.secrets.push(key);
    } else if (touched.has(key)) {
      const result = read(raw[key], definition);
      given.values[key] = "fault" in result ? null : result.value;
      given.touched.push(key);
    } else if (isOff(definition, state.inputs[key])) {
      given.values[key] = false;
    }
  }
  return given;
}

/** What is sent: what is open to be filled in, as it is shown. The rest is left to its default. */
export function sentValues(
  properties: InputDefinitions,
  { raw, touched }: Filled,
  state: FormState,
): { values: Record<string, unknown>; issues: FieldIssue[] } {
  const values: Record<string, unknown> = {};
  const issues: FieldIssue[] = [];
  for (const [key, definition] of Object.entries(properties)) {
    const input = state.inputs[key];
    if (!isOpen(input)) continue;
    if (!touched.has(key)) {
      const value = isOff(definition, input) ? false : state.values[key];
      if (value !== undefined && value !== null) values[key] = value;
      continue;
    }
    const result = read(raw[key], definition);
    if ("fault" in result) issues.push({ path: [key, ...result.path], message: result.fault });
    // Nothing at all is said of what has no value anyway; where there is a default, empty must be said.
    else if (result.value !== null || input?.default !== undefined) values[key] = result.value;
  }
  return { values, issues };
}

/** Values without those of secret inputs, for all places where a secret must not be. */
export const withoutSecrets = (
  properties: InputDefinitions,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(([key]) => !properties[key] || !isSecret(properties[key])),
  );

/** The controls with the defaults of now in those that nobody touched. The same object when nothing changed. */
export function withDefaults(properties: InputDefinitions, filled: Filled, state: FormState): RawInputs {
  let next: Record<string, RawValue> | null = null;
  for (const [key, definition] of Object.entries(properties)) {
    if (filled.touched.has(key)) continue;
    const raw = toRaw(state.values[key] ?? state.inputs[key]?.default, definition);
    if (JSON.stringify(raw) === JSON.stringify(filled.raw[key])) continue;
    next ??= { ...filled.raw };
    next[key] = raw;
  }
  return next ?? filled.raw;
}

import { isSecret } from "@/components/properties/kind";
import type { FieldIssue } from "@/components/properties/form-values";
import { parseJson } from "@/components/code/parse-json";
import { fromRaw, toRaw, Unreadable } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import type { InputDefinition, InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import type { FormState } from "@/server/actions/core/form/state";
import { equalJson } from "@/server/properties/equal";
import { isOpen, withoutSecrets } from "./form-values";
import type { Filled } from "./form-values";

/** Id of the editor in which the values are written. */
export const JSON_EDITOR_ID = "form-json";

export interface JsonReading {
  /** What the text says; null as long as it cannot be read. */
  filled: Filled | null;
  /** Paths start with the input; `line` is known where the text itself is at fault. */
  issues: (FieldIssue & { line?: number })[];
  /** Whether the form can show all of it, so that nothing is lost on the way back. */
  shown: boolean;
}

/** The text for what would be sent. Secrets are filled in in the form alone. */
export const jsonOf = (properties: InputDefinitions, sent: Record<string, unknown>): string =>
  JSON.stringify(withoutSecrets(properties, sent), null, 2);

const isNothing = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** The control's content for a value; null where the control cannot hold it. */
function held(value: unknown, definition: InputDefinition): { raw: RawValue } | null {
  const raw = toRaw(value, definition);
  if (isNothing(value)) return { raw };
  try {
    return equalJson(fromRaw(raw, definition), value) ? { raw } : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** Reads the text of the values of a form. An input that has its default, and that nobody touched, goes on following it. */
export function readJson(
  text: string,
  properties: InputDefinitions,
  before: Filled,
  state: FormState,
): JsonReading {
  const { value, fault } = parseJson(text);
  if (fault) return { filled: null, shown: false, issues: [{ path: [], ...fault }] };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return {
      filled: null,
      shown: false,
      issues: [{ path: [], message: "Write an object with a value for each input.", line: 1 }],
    };
  const issues: FieldIssue[] = [];
  const raw: Record<string, RawValue> = {};
  let shown = true;
  for (const [key, entry] of Object.entries(value)) {
    const definition = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const hold = definition && !isSecret(definition) ? held(entry, definition) : null;
    const refuse = (message: string) => issues.push({ path: [key], message });
    if (!hold) shown = false;
    if (!definition) refuse("There is no such input.");
    else if (isSecret(definition)) refuse("A secret is filled in in the form. Leave it out here.");
    else if (!hold) refuse(`Must be ${TYPES[definition.type]}.`);
    else if (!isOpen(state.inputs[key])) refuse(closedMessage(key, state));
    if (!hold || (!before.touched.has(key) && equalJson(state.values[key], entry))) continue;
    raw[key] = hold.raw;
  }
  const secrets = [...before.touched].filter((key) => properties[key] && isSecret(properties[key]));
  for (const key of secrets) raw[key] = before.raw[key];
  // What is closed now cannot stand in the text, and must not be lost for that.
  const kept = [...before.touched].filter((key) => !Object.hasOwn(raw, key) && !isOpen(state.inputs[key]));
  for (const key of kept) raw[key] = before.raw[key];
  return { filled: { raw, touched: new Set(Object.keys(raw)) }, issues, shown };
}

const TYPES = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list that fits the input",
} as const;

function closedMessage(key: string, { inputs }: FormState): string {
  const waitsFor = inputs[key]?.waitsFor ?? [];
  if (waitsFor.length > 0)
    return `Needs a value of ${waitsFor.map((other) => `"${other}"`).join(" and ")} first.`;
  return inputs[key]?.visible
    ? "Set by the form itself. Leave it out."
    : "Not part of the form for these values. Leave it out.";
}

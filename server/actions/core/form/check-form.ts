import type { Issue } from "@/server/kernel/errors";
import { compile, type CompiledSet } from "@/server/properties/compile";
import { equalJson } from "@/server/properties/equal";
import type { UserInputs } from "../definition/user-inputs";
import { effectiveSet } from "./effective";
import { isEmptyInput } from "./settle-alone";
import type { FormCheck, FormState, InputState } from "./state";

const compiled = new WeakMap<FormState, CompiledSet>();

function compiledOf(userInputs: UserInputs, state: FormState): CompiledSet {
  const known = compiled.get(state);
  if (known) return known;
  const made = compile(effectiveSet(userInputs, state), { scope: "input" });
  compiled.set(state, made);
  return made;
}

const own = (of: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** Whether a person may give an input another value than its default. */
export const isOpen = (input: InputState): boolean => input.visible && !input.disabled;

/**
 * What is sent of the values that a form holds: those of open inputs, and the defaults of the others. A form that keeps what
 * was filled in before an input was hidden sends this, and not what it keeps.
 */
export function valuesToSend(
  userInputs: UserInputs,
  state: FormState,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(userInputs.properties).flatMap((key) => {
      const input = state.inputs[key];
      const given = own(values, key);
      const value = (input && !isOpen(input)) || given === undefined ? input?.default : given;
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/**
 * Checks values against a form as it is for them: what browser and server agree on. Out: the values with defaults filled in,
 * or every fault with a path that starts at the input; faults of the form as a whole have an empty path.
 * `sealed` names secret inputs whose values are encrypted already, so that only their being text can be checked.
 */
export function checkForm(
  userInputs: UserInputs,
  state: FormState,
  values: Readonly<Record<string, unknown>>,
  { sealed = [] }: { sealed?: readonly string[] } = {},
): FormCheck {
  const { properties } = userInputs;
  const issues: Issue[] = [];
  const named = new Set<string>();
  const refuse = (key: string, message: string): void => {
    issues.push({ path: [key], message });
    named.add(key);
  };
  const open: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) if (!Object.hasOwn(properties, key)) open[key] = value;
  for (const [key, definition] of Object.entries(properties)) {
    const input = state.inputs[key];
    if (!input) continue;
    const given = own(values, key);
    for (const fault of input.faults)
      refuse(key, `"${fault.key}" of this input cannot be computed: ${fault.message}`);
    const isStill = !isOpen(input) || equalJson(given ?? input.default, own(state.values, key));
    if (input.withdrawn !== undefined && isStill) refuse(key, input.withdrawn);
    if (!isOpen(input)) {
      if (
        given !== undefined &&
        !equalJson(given, input.default) &&
        !(isEmptyInput(given, definition) && input.default === undefined)
      )
        refuse(key, closedMessage(input));
      continue;
    }
    const value = given === undefined ? input.default : given;
    if (sealed.includes(key) && typeof value === "string" && value !== "") continue;
    if (!isEmptyInput(value, definition)) open[key] = value;
  }
  const parsed = compiledOf(userInputs, state).schema.safeParse(open);
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    const key = String(path[0] ?? "");
    if (named.has(key)) continue;
    // A sealed value is there, though it is not among those that are checked.
    if (sealed.includes(key) && !isEmptyInput(own(values, key), { type: "string" })) continue;
    issues.push({ path, message: issue.message });
  }
  issues.push(...formIssues(state));
  return issues.length
    ? { ok: false, issues }
    : { ok: true, values: valuesToSend(userInputs, state, values) };
}

/** Faults of the form and of its steps, and rules over several inputs that do not hold. */
function formIssues(state: FormState): Issue[] {
  const steps = state.steps.flatMap(({ faults }, i) =>
    faults.map((fault) => `"${fault.key}" of step ${i + 1} cannot be computed: ${fault.message}`),
  );
  const own = state.faults.map((fault) => `"${fault.key}" of the form cannot be computed: ${fault.message}`);
  return [...own, ...steps, ...state.violations.map(({ message }) => message)].map((message) => ({
    path: [],
    message,
  }));
}

function closedMessage({ visible, waitsFor }: InputState): string {
  if (waitsFor.length)
    return `This input has no value until ${waitsFor.map((key) => `"${key}"`).join(" and ")} ${waitsFor.length === 1 ? "is" : "are"} filled in. Leave it out.`;
  if (!visible)
    return "This input is hidden for these values, so that it has its default and nothing else. Leave it out.";
  return "This input is closed for these values, so that it has its default and nothing else. Leave it out.";
}

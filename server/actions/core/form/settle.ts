import { isDynamic } from "@/server/properties/kind";
import { schemaOf } from "@/server/properties/types/registry";
import type { InputDefinition, Switch, UserInputs } from "../definition/user-inputs";
import { constraintsFrom, type Computed, type Fault, switchFault, withConstraints } from "./constraints";
import { withdrawnFrom } from "./settle-alone";
import type { FormState, InputState } from "./state";

/** What a person has filled in: values by input, and the secret inputs that have one. */
export interface Given {
  values: Readonly<Record<string, unknown>>;
  secrets?: readonly string[];
}

/** A form whose inputs are settled one after the other, each after those that it refers to. */
export interface Settling {
  userInputs: UserInputs;
  given: Given;
  inputs: Record<string, InputState>;
  /** As they would be sent, of the inputs that are settled. */
  values: Record<string, unknown>;
  steps: FormState["steps"];
}

export const beginSettling = (userInputs: UserInputs, given: Given): Settling => ({
  userInputs,
  given,
  inputs: {},
  values: {},
  steps: (userInputs.steps ?? []).map(({ visible }) => ({ visible: fixed(visible, true), faults: [] })),
});

/** A switch as far as it is not computed. */
const fixed = (value: Switch | undefined, fallback: boolean): boolean =>
  typeof value === "boolean" ? value : fallback;

const own = (of: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** Whether an input that others depend on has a value. */
function isFilled(form: Settling, key: string): boolean {
  if (form.given.secrets?.includes(key)) return form.inputs[key]?.visible === true;
  const value = own(form.values, key);
  return !(value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length));
}

/** The inputs of `dependsOn` that have no value yet. */
export const waitingFor = (form: Settling, { dependsOn = [] }: InputDefinition): string[] =>
  dependsOn.filter((key) => Object.hasOwn(form.userInputs.properties, key) && !isFilled(form, key));

/** An input of a form with steps is shown where one of its steps is; one of no step always. */
function inVisibleStep({ userInputs, steps }: Settling, key: string): boolean {
  const mine = (userInputs.steps ?? []).flatMap(({ order = [] }, i) =>
    order.includes(key) ? [steps[i]!] : [],
  );
  return mine.length === 0 || mine.some((step) => step.visible);
}

/**
 * Settles one input: what it is like and which value it has. Its steps and what it refers to are settled already.
 * Hidden, closed and waiting inputs have no other value than their default; a waiting one has none.
 */
export function settleInput(form: Settling, key: string, computed: Computed, dataset?: string): void {
  const definition = form.userInputs.properties[key]!;
  const faults: Fault[] = [...computed.faults];
  const turn = (name: "visible" | "disabled" | "readOnly", fallback: boolean): boolean => {
    if (!computed.values.has(name)) return fixed(definition[name], fallback);
    const value = computed.values.get(name);
    const fault = switchFault(value);
    if (fault) faults.push({ key: name, message: fault });
    return fault ? fallback : value === true;
  };
  const visible = turn("visible", true) && inVisibleStep(form, key);
  const waitsFor = waitingFor(form, definition);
  const readOnly = turn("readOnly", false);
  const disabled = turn("disabled", false) || readOnly || waitsFor.length > 0;
  const { constraints, faults: unfit } = constraintsFrom(definition, computed);
  faults.push(...unfit);
  const fallback = waitsFor.length ? undefined : defaultOf(definition, constraints, computed, faults);
  // What nobody can see or change cannot be at fault for more than its default.
  const relevant = waitsFor.length
    ? faults.filter((fault) => fault.key === "visible")
    : visible
      ? faults
      : faults.filter((fault) => fault.key === "visible" || fault.key === "default");
  const given = own(form.given.values, key);
  const value = visible && !disabled && given !== undefined ? given : fallback;
  if (value !== undefined) form.values[key] = value;
  const withdrawn = visible && !disabled ? withdrawnFrom(definition, constraints, value) : undefined;
  form.inputs[key] = {
    visible,
    disabled,
    readOnly,
    waitsFor,
    required: false,
    ...(fallback === undefined ? {} : { default: fallback }),
    constraints,
    ...(dataset === undefined ? {} : { dataset }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
    faults: relevant,
  };
}

/** The default of now. A fixed one that does not fit what is computed is none; a computed one must fit. */
function defaultOf(
  definition: InputDefinition,
  constraints: Record<string, unknown>,
  computed: Computed,
  faults: Fault[],
): unknown {
  const isComputed = isDynamic(definition.default);
  const fallback: unknown = isComputed ? computed.values.get("default") : definition.default;
  if (fallback === undefined || fallback === null) return undefined;
  if (!isComputed && Object.keys(constraints).length === 0) return fallback;
  const parsed = schemaOf(withConstraints(definition, constraints)).safeParse(fallback);
  if (parsed.success) return fallback;
  const [issue] = parsed.error.issues;
  if (isComputed)
    faults.push({
      key: "default",
      message: `The computed default does not fit. ${issue?.message ?? ""}`.trim(),
    });
  return undefined;
}

/** What is settled after the inputs. */
export interface Remainder {
  required: readonly string[];
  titles: Record<string, boolean>;
  violations: FormState["violations"];
  faults: Fault[];
}

/** The state, once every input and step is settled. */
export function finishSettling(form: Settling, rest: Remainder): FormState {
  const keys = Object.keys(form.userInputs.properties);
  const required = new Set(rest.required);
  return {
    inputs: Object.fromEntries(
      keys.map((key) => {
        const input = form.inputs[key]!;
        return [key, { ...input, required: required.has(key) && input.visible && !input.disabled }];
      }),
    ),
    titles: Object.fromEntries(
      Object.entries(form.userInputs.titles ?? {}).map(([key, { visible }]) => [
        key,
        { visible: rest.titles[key] ?? fixed(visible, true) },
      ]),
    ),
    steps: form.steps,
    violations: rest.violations,
    faults: rest.faults,
    values: Object.fromEntries(
      keys.flatMap((key) => (Object.hasOwn(form.values, key) ? [[key, form.values[key]]] : [])),
    ),
  };
}

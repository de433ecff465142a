import type { Entity } from "@/server/catalog/schema";
import type { Actor, Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { isDynamic } from "@/server/properties/kind";
import type { Switch, UserInputs } from "../core/definition/user-inputs";
import { type Computed, type Fault, NOTHING_COMPUTED, shown, switchFault } from "../core/form/constraints";
import { expressionsOf, isDynamicForm, type Picker, pickerOf } from "../core/form/expressions";
import { roundsOf } from "../core/form/graph";
import {
  beginSettling,
  finishSettling,
  type Given,
  type Remainder,
  settleInput,
  type Settling,
  waitingFor,
} from "../core/form/settle";
import { notOffered } from "../core/form/settle-alone";
import { staticState } from "../core/form/static-state";
import type { FormState, InputState } from "../core/form/state";
import { ChosenEntities, entityForJq, formForJq, pickedIn } from "./evaluate-context";
import { choicesAmong, type Dataset, datasetFor, versionOf } from "./evaluate-dataset";
import { type FormContext, outcomeOf } from "./evaluate-jq";
import { teamFaults, userFaults } from "./named";
import { personContext } from "./person";

type AnyContext = Context | TransactionContext;

/** A form, the entity that it acts on, and the person who fills it in. */
export interface FormSubject {
  userInputs: UserInputs;
  entity: Entity | null;
  person: Actor;
}

interface Evaluation {
  /** The person reads. */
  ctx: AnyContext;
  userInputs: UserInputs;
  form: Settling;
  entities: ChosenEntities;
  entity: FormContext["entity"];
  user: FormContext["user"];
  datasets: Map<string, Dataset>;
  /** Steps whose visibility is known. */
  stepsSeen: Set<number>;
}

/**
 * What a form is like for the values so far: while it is filled in, and again when it is sent. Everything is read with the
 * rights of the person. The definition must have passed `checkAction`. Faults of expressions are part of the state.
 */
export async function evaluateForm(ctx: AnyContext, subject: FormSubject, given: Given): Promise<FormState> {
  const { userInputs } = subject;
  if (!isDynamicForm(userInputs)) return staticState(userInputs, given.values, given.secrets);
  const evaluation = await begin(ctx, subject, given);
  for (const round of roundsOf(userInputs)) await evaluateRound(evaluation, round);
  const [rest] = await Promise.all([remainder(evaluation), noteWithdrawn(evaluation)]);
  return finishSettling(evaluation.form, rest);
}

/** What the expressions of a form see, and the dataset of one input: for its choices, without evaluating the whole form. */
export async function contextFor(
  ctx: AnyContext,
  subject: FormSubject,
  given: Given,
  inputs: ReadonlySet<string> | null,
): Promise<{ context: FormContext; datasetOf(key: string): Promise<Dataset | null>; form: Settling }> {
  const evaluation = await begin(ctx, subject, given);
  for (const round of roundsOf(subject.userInputs))
    await evaluateRound(
      evaluation,
      round.filter((key) => inputs === null || inputs.has(key)),
    );
  const context = await contextOf(evaluation);
  return {
    context,
    form: evaluation.form,
    datasetOf: async (key) => {
      const dataset = pickerOf(subject.userInputs.properties[key]!)?.dataset;
      return evaluation.datasets.get(key) ?? (dataset ? datasetFor(dataset, context) : null);
    },
  };
}

async function begin(
  ctx: AnyContext,
  { userInputs, entity, person }: FormSubject,
  given: Given,
): Promise<Evaluation> {
  const as = { ...ctx, actor: person };
  const entities = new ChosenEntities(as);
  // What is given is read at once; what expressions choose, when they have.
  const [user] = await Promise.all([personContext(as, person), entities.read(userInputs, given.values)]);
  return {
    ctx: as,
    userInputs,
    form: beginSettling(userInputs, given),
    entities,
    entity: entity && entityForJq(entity),
    user,
    datasets: new Map(),
    stepsSeen: new Set(),
  };
}

async function contextOf({ userInputs, form, entities, entity, user }: Evaluation): Promise<FormContext> {
  await entities.read(userInputs, form.values);
  return { form: formForJq(userInputs, form.values, entities), entity, user };
}

async function evaluateRound(evaluation: Evaluation, keys: string[]): Promise<void> {
  if (keys.length === 0) return;
  const context = await contextOf(evaluation);
  const { form } = evaluation;
  const [computed] = await Promise.all([
    Promise.all(keys.map((key) => computeInput(evaluation, key, context))),
    showSteps(evaluation, (order) => keys.some((key) => order.includes(key)), context),
  ]);
  for (const [i, key] of keys.entries()) {
    const dataset = evaluation.datasets.get(key);
    settleInput(form, key, computed[i]!, dataset?.query && versionOf(dataset.query));
  }
}

async function computeInput(
  { userInputs, form, datasets }: Evaluation,
  key: string,
  context: FormContext,
): Promise<Computed> {
  const definition = userInputs.properties[key]!;
  const isWaiting = waitingFor(form, definition).length > 0;
  const expressions = expressionsOf(definition).filter(
    (expression) => !isWaiting || expression.key === "visible",
  );
  const dataset = isWaiting ? null : pickerOf(definition)?.dataset;
  const [outcomes, found] = await Promise.all([
    Promise.all(expressions.map(({ jq }) => outcomeOf(jq, context))),
    dataset ? datasetFor(dataset, context) : null,
  ]);
  if (found) datasets.set(key, found);
  if (expressions.length === 0 && found?.fault === undefined) return NOTHING_COMPUTED;
  const values = new Map<string, unknown>();
  const faults: Fault[] = found?.fault === undefined ? [] : [{ key: "dataset", message: found.fault }];
  for (const [i, { value, fault }] of outcomes.entries()) {
    const at = expressions[i]!.key;
    if (fault === undefined) values.set(at, value);
    else faults.push({ key: at, message: fault });
  }
  return { values, faults };
}

/** Finds out which steps are shown; each is asked once, in the first round that has one of its inputs. */
async function showSteps(
  { userInputs, form, stepsSeen }: Evaluation,
  isMeant: (order: string[]) => boolean,
  context: FormContext,
): Promise<void> {
  await Promise.all(
    (userInputs.steps ?? []).map(async ({ order = [], visible }, i) => {
      if (stepsSeen.has(i) || !isMeant(order)) return;
      stepsSeen.add(i);
      const { value, fault } = await shownBy(visible, context);
      form.steps[i] = { visible: value, faults: fault ? [{ key: "visible", message: fault }] : [] };
    }),
  );
}

/** What a switch of a step or title says; shown where it cannot be told. */
async function shownBy(
  visible: Switch | undefined,
  context: FormContext,
): Promise<{ value: boolean; fault: string | null }> {
  if (!isDynamic(visible)) return { value: visible ?? true, fault: null };
  const { value, fault } = await outcomeOf(visible.jqQuery, context);
  const wrong = fault ?? switchFault(value);
  return { value: wrong === null ? value === true : true, fault: wrong };
}

/** What looks at the form as a whole: steps without inputs, titles, which inputs are required, and rules over several. */
async function remainder(evaluation: Evaluation): Promise<Remainder> {
  const { userInputs, form } = evaluation;
  const context = await contextOf(evaluation);
  await showSteps(evaluation, () => true, context);
  const titled = Object.entries(userInputs.titles ?? {});
  const rules = [
    ...(userInputs.validations ?? []).map((rule) => ({ ...rule, step: null })),
    ...(userInputs.steps ?? []).flatMap(({ validations = [] }, step) =>
      form.steps[step]!.visible ? validations.map((rule) => ({ ...rule, step })) : [],
    ),
  ];
  const [required, titles, outcomes] = await Promise.all([
    requiredNow(userInputs, context),
    Promise.all(titled.map(([, { visible }]) => shownBy(visible, context))),
    Promise.all(rules.map(({ constraint }) => outcomeOf(constraint, context))),
  ]);
  const faults = [...required.faults];
  for (const [i, { fault }] of titles.entries())
    if (fault !== null) faults.push({ key: `titles.${titled[i]![0]}.visible`, message: fault });
  const violations: FormState["violations"] = [];
  for (const [i, { value, fault }] of outcomes.entries()) {
    const { step, message } = rules[i]!;
    if (fault !== undefined)
      (step === null ? faults : form.steps[step]!.faults).push({ key: "validations", message: fault });
    else if (value !== true) violations.push({ step, message });
  }
  return {
    required: required.keys,
    titles: Object.fromEntries(titled.map(([key], i) => [key, titles[i]!.value])),
    violations,
    faults,
  };
}

async function requiredNow(
  { required, properties }: UserInputs,
  context: FormContext,
): Promise<{ keys: string[]; faults: Fault[] }> {
  if (!isDynamic(required)) return { keys: required ?? [], faults: [] };
  const { value, fault } = await outcomeOf(required.jqQuery, context);
  const refused = (message: string) => ({ keys: [], faults: [{ key: "required", message }] });
  if (fault !== undefined) return refused(fault);
  if (value === null) return { keys: [], faults: [] };
  if (!Array.isArray(value)) return refused(`Must give a list of inputs, and gave ${shown(value)}.`);
  const unknown: unknown = value.find((key) => typeof key !== "string" || !Object.hasOwn(properties, key));
  return unknown === undefined
    ? { keys: value as string[], faults: [] }
    : refused(`There is no input ${shown(unknown)}.`);
}

/** Marks what was chosen and is no choice now: gone, not to be read or named, or outside of the dataset. */
async function noteWithdrawn(evaluation: Evaluation): Promise<void> {
  const { ctx, userInputs, form, entities } = evaluation;
  await entities.read(userInputs, form.values);
  const chosenBy = (kind: Picker["kind"]) =>
    Object.entries(userInputs.properties).flatMap(([key, definition]) =>
      pickerOf(definition)?.kind === kind ? pickedIn(form.values[key]) : [],
    );
  const [people, teams] = await Promise.all([
    userFaults(ctx, chosenBy("user")),
    teamFaults(ctx, chosenBy("team")),
  ]);
  await Promise.all(
    Object.entries(userInputs.properties).map(async ([key, definition]) => {
      const picker = pickerOf(definition);
      const state = form.inputs[key];
      if (!picker || !state) return;
      if (picker.kind === "entity") return noteEntities(evaluation, key, picker, state);
      const faults = picker.kind === "user" ? people : teams;
      const gone = pickedIn(form.values[key]).filter((value) => faults.has(value));
      if (gone.length === 0) return;
      state.withdrawn = gone.map((value) => faults.get(value)).join(" ");
      state.gone = gone;
    }),
  );
}

async function noteEntities(
  { ctx, form, entities, datasets }: Evaluation,
  key: string,
  { blueprint }: Picker,
  state: InputState,
): Promise<void> {
  if (blueprint === null) return;
  const chosen = pickedIn(form.values[key]);
  const query = datasets.get(key)?.query;
  const known = query
    ? await choicesAmong(ctx, blueprint, query, chosen)
    : { choices: new Set(chosen.filter((identifier) => entities.get(blueprint, identifier))) };
  if (known.fault !== undefined) {
    state.faults.push({ key: "dataset", message: known.fault });
    return;
  }
  const gone = chosen.filter((identifier) => !known.choices.has(identifier));
  if (gone.length === 0) return;
  state.withdrawn = notOffered(gone);
  state.gone = gone;
}

import { isDynamic } from "@/server/properties/kind";
import type { AutomationTrigger } from "../../schema";
import type { InputDefinition, UserInputs } from "./user-inputs";

type Path = (string | number)[];

/** A jq expression of a definition, with its place in it. */
export interface Expression {
  path: Path;
  jq: string;
}

/**
 * Every jq expression of a form: computed values of inputs and of their items, values of datasets, `required`, what shows
 * steps and titles, and the rules over several inputs. Constants are data: what looks like an expression inside of them is none.
 */
export function formExpressions(userInputs: UserInputs): Expression[] {
  const { properties, required, titles = {}, steps = [], validations } = userInputs;
  return [
    ...Object.entries(properties).flatMap(([key, input]) => inputExpressions(input, ["properties", key])),
    ...dynamicAt(required, ["required"]),
    ...Object.entries(titles).flatMap(([key, title]) => dynamicAt(title.visible, ["titles", key, "visible"])),
    ...validationExpressions(validations, ["validations"]),
    ...steps.flatMap((step, i) => [
      ...dynamicAt(step.visible, ["steps", i, "visible"]),
      ...validationExpressions(step.validations, ["steps", i, "validations"]),
    ]),
  ];
}

/** The expressions of one input, those of its items among them. */
export function inputExpressions(input: InputDefinition, at: Path): Expression[] {
  const { items, dataset } = input;
  return [
    ...Object.entries(input).flatMap(([key, value]) => dynamicAt(value, [...at, key])),
    ...queryExpressions(dataset, [...at, "dataset"]),
    ...(isObject(items) ? inputExpressions(items as unknown as InputDefinition, [...at, "items"]) : []),
  ];
}

/** Values of rules that the form computes, in groups too. */
export function queryExpressions(query: unknown, at: Path): Expression[] {
  if (!isObject(query) || !Array.isArray(query.rules)) return [];
  return query.rules.flatMap((rule: unknown, i) => {
    const path = [...at, "rules", i];
    if (!isObject(rule)) return [];
    return "combinator" in rule ? queryExpressions(rule, path) : dynamicAt(rule.value, [...path, "value"]);
  });
}

/** The expressions that decide whether an event sets off an automation. */
export const conditionExpressions = ({ condition }: AutomationTrigger): Expression[] =>
  (condition?.expressions ?? []).map((jq, i) => ({ path: ["condition", "expressions", i], jq }));

const validationExpressions = (rules: UserInputs["validations"], at: Path): Expression[] =>
  (rules ?? []).map(({ constraint }, i) => ({ path: [...at, i, "constraint"], jq: constraint }));

const dynamicAt = (value: unknown, path: Path): Expression[] =>
  isDynamic(value) ? [{ path: [...path, "jqQuery"], jq: value.jqQuery }] : [];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

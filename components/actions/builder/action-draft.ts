import { valueAt } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";

/** A definition while it is edited: what the forms need to stand on, and whatever else is in it. */
export interface ActionDraft {
  identifier: string;
  title?: string;
  icon?: string;
  trigger: { type?: string; operation?: string; blueprintIdentifier?: string; [key: string]: unknown };
  invocationMethod?: Record<string, unknown>;
  publish?: boolean;
  [key: string]: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTextOrNone = (value: unknown): boolean => value === undefined || typeof value === "string";
const isObjectOrNone = (value: unknown): boolean => value === undefined || isObject(value);

/** Whether the texts that every part of the editor draws are texts. */
const hasTexts = (value: Record<string, unknown>): boolean =>
  ["title", "icon", "description", "documentation"].every((key) => isTextOrNone(value[key]));

const hasRules = (value: unknown): boolean =>
  !isObject(value) || !Array.isArray(value.validations) || value.validations.every(isObject);

const isInput = (value: unknown): boolean =>
  isObject(value) && hasTexts(value) && isObjectOrNone(value.items);

/** Whether a value has the shape that the editor works on; its faults may be many. */
export function isActionDraft(value: unknown): value is ActionDraft {
  if (!isObject(value) || !isObject(value.trigger) || !hasTexts(value)) return false;
  const { userInputs } = value.trigger;
  const properties = isObject(userInputs) ? userInputs.properties : undefined;
  return (
    typeof (value.identifier ?? "") === "string" &&
    (userInputs === undefined || isObject(userInputs)) &&
    hasRules(userInputs) &&
    (!isObject(userInputs) || !Array.isArray(userInputs.steps) || userInputs.steps.every(hasRules)) &&
    (properties === undefined || (isObject(properties) && Object.values(properties).every(isInput)))
  );
}

export const USER_INPUTS = ["trigger", "userInputs"] as const;
export const INPUTS = [...USER_INPUTS, "properties"] as const;

/** The inputs of a form by key; none of an automation. */
export const inputsOf = (action: object): Record<string, Record<string, unknown>> =>
  (valueAt(action, INPUTS) ?? {}) as Record<string, Record<string, unknown>>;

/** A member as an object; empty where there is none. */
export const objectAt = (action: object, path: DefinitionPath): Record<string, unknown> => {
  const value = valueAt(action, path);
  return isObject(value) ? value : {};
};

/** A member as a list of texts; empty where it is something else. */
export const textsAt = (action: object, path: DefinitionPath): string[] => {
  const value = valueAt(action, path);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
};

export const isSelfService = (action: ActionDraft): boolean => action.trigger.type !== "automation";

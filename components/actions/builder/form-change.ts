import { renamedKey, withoutKey } from "@/components/definition-editor/keys";
import { valueAt, withValue } from "@/components/definition-editor/path";
import { formExpressions } from "@/server/actions/core/definition/expressions";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import { INPUTS, inputsOf, objectAt, textsAt, USER_INPUTS } from "./action-draft";
import type { ActionDraft } from "./action-draft";
import { renamedInJq } from "./jq/paths";
import { pagesOf, placedInLayout, withPages } from "./layout-model";

const REQUIRED = [...USER_INPUTS, "required"] as const;
const objects = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null)
    : [];

/** Every jq expression of a form, with its place from the root of the definition. Half-written parts have none. */
function expressionsOf(action: ActionDraft) {
  const form = objectAt(action, USER_INPUTS);
  const validations = (of: Record<string, unknown>) =>
    objects(of.validations).map((one) => ({ ...one, constraint: String(one.constraint) }));
  const readable = {
    properties: inputsOf(action),
    required: form.required,
    titles: Object.fromEntries(
      Object.entries(objectAt(form, ["titles"])).filter(([, title]) => typeof title === "object" && title),
    ),
    steps: objects(form.steps).map((step) => ({ ...step, validations: validations(step) })),
    validations: validations(form),
  };
  return formExpressions(readable as unknown as UserInputs).map(({ path, jq }) => ({
    path: [...USER_INPUTS, ...path],
    jq,
  }));
}

/** Changes every list of keys in which the form names inputs: its order, its steps, what is required, what waits for what. */
function mapNames(action: ActionDraft, map: (keys: string[]) => string[]): ActionDraft {
  let next = action;
  const change = (path: (string | number)[]) => {
    const value = valueAt(next, path);
    if (Array.isArray(value)) next = withValue(next, path, map(textsAt(next, path)));
  };
  change([...REQUIRED]);
  change([...USER_INPUTS, "order"]);
  objects(valueAt(action, [...USER_INPUTS, "steps"])).forEach((_, index) =>
    change([...USER_INPUTS, "steps", index, "order"]),
  );
  for (const key of Object.keys(inputsOf(action))) change([...INPUTS, key, "dependsOn"]);
  return next;
}

/**
 * The definition with an input under another key, and all that names it within the definition: orders, what is required,
 * what waits for it, and jq of the form and of the payload wherever it says `.form.key` or `.inputs.key`.
 */
export function renamedInput(action: ActionDraft, from: string, to: string): ActionDraft {
  let next = mapNames(action, (keys) => keys.map((key) => (key === from ? to : key)));
  for (const { path, jq } of expressionsOf(next))
    next = withValue(next, path, renamedInJq(jq, "form", from, to));
  next = withValue(next, INPUTS, renamedKey(inputsOf(next), from, to));
  return {
    ...next,
    invocationMethod: inTemplates(next.invocationMethod, from, to) as ActionDraft["invocationMethod"],
  } as ActionDraft;
}

const TEMPLATE = /\{\{([\s\S]*?)\}\}/g;

function inTemplates(value: unknown, from: string, to: string): unknown {
  if (typeof value === "string")
    return value.replace(TEMPLATE, (_, jq: string) => `{{${renamedInJq(jq, "inputs", from, to)}}}`);
  if (Array.isArray(value)) return value.map((one) => inTemplates(one, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inTemplates(one, from, to)]));
}

/** Without an input, and without its name in lists; jq that reads it stays, and is found by the check. */
export function withoutInput(action: ActionDraft, key: string): ActionDraft {
  const next = mapNames(action, (keys) => keys.filter((other) => other !== key));
  const bare = Object.entries(inputsOf(next)).reduce(
    (before, [other, input]) =>
      Array.isArray(input.dependsOn) && input.dependsOn.length === 0
        ? withValue(before, [...INPUTS, other, "dependsOn"], undefined)
        : before,
    next,
  );
  return withValue(bare, INPUTS, withoutKey(inputsOf(bare), key));
}

/** With a new input, right after another one or at the end. */
export function withInput(
  action: ActionDraft,
  key: string,
  input: Record<string, unknown>,
  after: string | null,
): ActionDraft {
  const hasOrder = ["order", "steps"].some((one) => valueAt(action, [...USER_INPUTS, one]) !== undefined);
  const pages = pagesOf(action);
  const page = pages.findIndex(({ keys }) => after !== null && keys.includes(after));
  const added = withValue(action, [...INPUTS, key], input);
  if (page < 0) return hasOrder ? withPages(added, pagesOf(added)) : added;
  return placedInLayout(added, key, page, (pages[page]?.keys.indexOf(after ?? "") ?? 0) + 1);
}

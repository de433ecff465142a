import { valueAt, withValue } from "@/components/definition-editor/path";
import { orderedKeys } from "@/components/properties/kind";
import { inputsOf, objectAt, textsAt, USER_INPUTS } from "./action-draft";
import type { ActionDraft } from "./action-draft";

/** What stands on a page of the form: keys of inputs and of headings, in order. */
export interface LayoutPage {
  /** Index of the step; null for a form on one page. */
  step: number | null;
  title: string;
  keys: string[];
}

const STEPS = [...USER_INPUTS, "steps"] as const;
const ORDER = [...USER_INPUTS, "order"] as const;
export const TITLES = [...USER_INPUTS, "titles"] as const;

const stepsOf = (action: object): Record<string, unknown>[] | null => {
  const steps = valueAt(action, STEPS);
  return Array.isArray(steps)
    ? steps.map((step) => (typeof step === "object" && step !== null ? step : {}))
    : null;
};

export const headingsOf = (action: object): Record<string, unknown> => objectAt(action, TITLES);

/** The pages of a form as it is drawn: what no order names stands at the end of the last. */
export function pagesOf(action: object): LayoutPage[] {
  const inputs = inputsOf(action);
  const headings = headingsOf(action);
  const known = { ...inputs, ...headings };
  const steps = stepsOf(action);
  if (steps === null) {
    const order = textsAt(action, ORDER).filter((key) => Object.hasOwn(known, key));
    return [{ step: null, title: "", keys: completed(order, inputs, headings) }];
  }
  const pages = steps.map((step, index) => ({
    step: index,
    title: typeof step.title === "string" ? step.title : "",
    keys: textsAt(step, ["order"]).filter((key) => Object.hasOwn(known, key)),
  }));
  const placed = pages.flatMap(({ keys }) => keys);
  const rest = completed(placed, inputs, headings).filter((key) => !placed.includes(key));
  pages.at(-1)?.keys.push(...rest);
  return pages;
}

const completed = (order: string[], inputs: object, headings: object): string[] => [
  ...order,
  ...Object.keys(headings).filter((key) => !order.includes(key)),
  ...orderedKeys(inputs as Record<string, unknown>, order).filter((key) => !order.includes(key)),
];

/** The inputs in the order of the form. */
export function formOrder(action: object): string[] {
  const inputs = inputsOf(action);
  return pagesOf(action)
    .flatMap(({ keys }) => keys)
    .filter((key, index, all) => Object.hasOwn(inputs, key) && all.indexOf(key) === index);
}

/** Writes the order of pages whose number is unchanged. */
export function withPages(action: ActionDraft, pages: readonly LayoutPage[]): ActionDraft {
  if (stepsOf(action) === null) return withValue(action, ORDER, pages[0]?.keys ?? []);
  return pages.reduce(
    (next, { step, keys }) => withValue(next, [...STEPS, step ?? 0, "order"], keys),
    action,
  );
}

/** Moves an input or heading one place up or down; at the end of a step, into the one beside it. */
export function movedInLayout(action: ActionDraft, key: string, by: 1 | -1): ActionDraft {
  const pages = pagesOf(action).map((page) => ({ ...page, keys: [...page.keys] }));
  const at = pages.findIndex(({ keys }) => keys.includes(key));
  const page = pages[at];
  if (!page) return action;
  const index = page.keys.indexOf(key);
  const other = page.keys[index + by];
  if (other !== undefined) {
    page.keys[index] = other;
    page.keys[index + by] = key;
    return withPages(action, pages);
  }
  const neighbour = pages[at + by];
  if (!neighbour) return action;
  page.keys.splice(index, 1);
  if (by === 1) neighbour.keys.unshift(key);
  else neighbour.keys.push(key);
  return withPages(action, pages);
}

/** Puts an input or heading at a place of a page, counted without itself. */
export function placedInLayout(action: ActionDraft, key: string, page: number, at: number): ActionDraft {
  const pages = pagesOf(action).map((one) => ({ ...one, keys: one.keys.filter((other) => other !== key) }));
  pages[page]?.keys.splice(at, 0, key);
  return withPages(action, pages);
}

/** The form in steps, of which the first holds everything so far. */
export function inSteps(action: ActionDraft): ActionDraft {
  if (stepsOf(action) !== null) return action;
  const [page] = pagesOf(action);
  const bare = withValue(action, ORDER, undefined);
  return withValue(bare, STEPS, [{ title: "Details", order: page?.keys ?? [] }]);
}

/** The form on one page: the steps' inputs one after the other. What else the steps say goes. */
export function onOnePage(action: ActionDraft): ActionDraft {
  if (stepsOf(action) === null) return action;
  const keys = pagesOf(action).flatMap((page) => page.keys);
  return withValue(withValue(action, STEPS, undefined), ORDER, keys);
}

export function withStep(action: ActionDraft): ActionDraft {
  const steps = stepsOf(action) ?? [];
  // What no step names stands in the last one: it must not wander into the new one.
  const settled = steps.length > 0 ? withPages(action, pagesOf(action)) : action;
  return withValue(settled, [...STEPS, steps.length], { title: `Step ${steps.length + 1}`, order: [] });
}

/** Without a step; what stood in it goes to the one before, or after the first. The last one cannot go. */
export function withoutStep(action: ActionDraft, index: number): ActionDraft {
  const pages = pagesOf(action);
  const heir = pages[index === 0 ? 1 : index - 1];
  const gone = pages[index];
  if (!heir || !gone) return action;
  heir.keys = index === 0 ? [...gone.keys, ...heir.keys] : [...heir.keys, ...gone.keys];
  const settled = withPages(action, pages);
  const steps = stepsOf(settled) ?? [];
  return withValue(
    settled,
    STEPS,
    steps.filter((_, at) => at !== index),
  );
}

export function movedStep(action: ActionDraft, index: number, by: 1 | -1): ActionDraft {
  const settled = withPages(action, pagesOf(action));
  const steps = [...(stepsOf(settled) ?? [])];
  const [step] = steps.splice(index, 1);
  if (!step || index + by < 0 || index + by > steps.length) return action;
  steps.splice(index + by, 0, step);
  return withValue(settled, STEPS, steps);
}

/** The inputs in another order: one of them at a place among the others, in the step of whom it comes to stand beside. */
export function movedInput(action: ActionDraft, key: string, to: number): ActionDraft {
  const order = formOrder(action);
  const from = order.indexOf(key);
  const beside = order[to];
  if (from < 0 || beside === undefined || from === to) return action;
  const pages = pagesOf(action).map(({ keys }) => keys.filter((other) => other !== key));
  const page = pages.findIndex((keys) => keys.includes(beside));
  const at = pages[page]?.indexOf(beside) ?? 0;
  return placedInLayout(action, key, page, to > from ? at + 1 : at);
}

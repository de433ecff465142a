import { expect, it } from "vitest";
import { isActionDraft } from "./action-draft";

const draft = (userInputs: unknown, more: object = {}) => ({
  identifier: "a",
  trigger: { type: "self-service", userInputs },
  ...more,
});

it.each<[string, unknown]>([
  ["a form without inputs", draft({ properties: {} })],
  ["an input whose type is still being typed", draft({ properties: { a: { type: "strin" } } })],
  ["steps and an order that are none", draft({ properties: {}, steps: "x", order: 5 })],
])("works on %s", (_, value) => expect(isActionDraft(value)).toBe(true));

it.each<[string, unknown]>([
  ["a list", []],
  ["an input that is nothing", draft({ properties: { a: null } })],
  ["a title that is no text", draft({}, { title: 5 })],
  ["an icon of an input that is no text", draft({ properties: { a: { type: "string", icon: 5 } } })],
  ["items that are no object", draft({ properties: { a: { type: "array", items: 5 } } })],
  ["a rule that is nothing", draft({ properties: {}, validations: [null] })],
  ["a rule of a step that is nothing", draft({ properties: {}, steps: [{ validations: [null] }] })],
])("does not work on %s", (_, value) => expect(isActionDraft(value)).toBe(false));

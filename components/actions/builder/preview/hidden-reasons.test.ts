import { expect, it } from "vitest";
import type { FormState } from "@/server/actions/core/form/state";
import { hiddenInputs } from "./hidden-reasons";

const input = (visible: boolean) => ({
  visible,
  disabled: false,
  readOnly: false,
  waitsFor: [],
  required: false,
  constraints: {},
  faults: [],
});

it("says why an input is not shown", () => {
  const state: FormState = {
    inputs: { shown: input(true), never: input(false), rule: input(false), later: input(false) },
    titles: {},
    steps: [
      { visible: true, faults: [] },
      { visible: false, faults: [] },
    ],
    violations: [],
    faults: [],
    values: {},
  };
  expect(
    hiddenInputs(
      {
        properties: {
          shown: { type: "string" },
          never: { type: "string", visible: false },
          rule: { type: "string", title: "Rule", visible: { jqQuery: '.form.shown == "x"' } },
          later: { type: "string" },
        },
        steps: [
          { title: "First", order: ["shown", "never", "rule"] },
          { title: "Second", order: ["later"] },
        ],
      },
      state,
    ).map(({ title, why }) => `${title}: ${why}`),
  ).toEqual([
    "never: It is never shown; its default is sent.",
    'Rule: .form.shown == "x" is not true.',
    "later: The step “Second” is hidden.",
  ]);
});

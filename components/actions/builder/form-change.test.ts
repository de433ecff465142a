import { describe, expect, it } from "vitest";
import type { ActionDraft } from "./action-draft";
import { renamedInput, withInput, withoutInput } from "./form-change";
import {
  formOrder,
  inSteps,
  movedInLayout,
  movedStep,
  onOnePage,
  pagesOf,
  withoutStep,
  withStep,
} from "./layout-model";

const action = (userInputs: Record<string, unknown>, rest: Record<string, unknown> = {}): ActionDraft => ({
  identifier: "create",
  trigger: { type: "self-service", operation: "CREATE", userInputs },
  ...rest,
});
const text = { type: "string" };
const form = (draft: ActionDraft) => draft.trigger.userInputs as Record<string, unknown>;

describe("renaming an input", () => {
  it("is followed wherever the definition names it", () => {
    const before = action(
      {
        properties: {
          env: { type: "string", default: { jqQuery: ".form.env" } },
          size: {
            type: "number",
            dependsOn: ["env"],
            visible: { jqQuery: '.form.env == "production"' },
            default: 3,
          },
          cluster: {
            type: "string",
            format: "entity",
            blueprint: "cluster",
            dataset: {
              combinator: "and",
              rules: [{ property: "env", operator: "=", value: { jqQuery: ".form.env" } }],
            },
          },
        },
        required: ["env", "size"],
        steps: [
          { title: "One", order: ["env"] },
          {
            title: "Two",
            order: ["size", "cluster"],
            visible: { jqQuery: ".form.env != null" },
            validations: [{ constraint: ".form.size > 1 or .form.env != null", message: "No" }],
          },
        ],
      },
      {
        invocationMethod: {
          type: "TERRAFORM",
          variables: { region: "{{ .inputs.env }}-{{ .inputs.size }}", note: ".inputs.env" },
        },
      },
    );
    const after = renamedInput(before, "env", "stage");
    expect(JSON.parse(JSON.stringify(after).replaceAll("stage", "env"))).toEqual(before);
    expect(JSON.stringify(form(after))).not.toMatch(/\.form\.env|"env":\{/);
    // A property of the blueprint, and a text that is no template, are something else.
    expect(JSON.stringify(after)).toContain('"property":"env"');
    expect(after.invocationMethod?.variables).toEqual({
      region: "{{ .inputs.stage }}-{{ .inputs.size }}",
      note: ".inputs.env",
    });
    expect(Object.keys(form(after).properties as object)).toEqual(["stage", "size", "cluster"]);
  });
});

describe("adding and removing inputs", () => {
  it("stands after the one that was selected, in its step", () => {
    const steps = [
      { title: "One", order: ["a", "b"] },
      { title: "Two", order: ["c"] },
    ];
    const before = action({ properties: { a: text, b: text, c: text }, steps });
    expect(formOrder(withInput(before, "d", text, "a"))).toEqual(["a", "d", "b", "c"]);
    expect(formOrder(withInput(before, "d", text, null))).toEqual(["a", "b", "c", "d"]);
  });
  it("writes no order where there was none", () => {
    expect(form(withInput(action({ properties: { a: text } }), "b", text, null))).toEqual({
      properties: { a: text, b: text },
    });
  });
  it("goes from every list", () => {
    const before = action({
      properties: { a: text, b: { ...text, dependsOn: ["a"] } },
      required: ["a", "b"],
      order: ["b", "a"],
    });
    expect(form(withoutInput(before, "a"))).toEqual({
      properties: { b: text },
      required: ["b"],
      order: ["b"],
    });
  });
});

describe("the layout", () => {
  const flat = action({
    properties: { a: text, b: text },
    titles: { h: { title: "More" } },
    order: ["a", "h"],
  });
  it("shows what no order names at the end", () => {
    expect(pagesOf(flat)).toEqual([{ step: null, title: "", keys: ["a", "h", "b"] }]);
  });
  it("moves within a page and from step to step", () => {
    expect(formOrder(movedInLayout(flat, "b", -1))).toEqual(["a", "b"]);
    expect(pagesOf(movedInLayout(flat, "b", -1))[0]?.keys).toEqual(["a", "b", "h"]);
    const steps = withStep(inSteps(flat));
    const moved = movedInLayout(steps, "b", 1);
    expect(pagesOf(moved).map(({ keys }) => keys)).toEqual([["a", "h"], ["b"]]);
    expect(pagesOf(movedInLayout(moved, "b", -1)).map(({ keys }) => keys)).toEqual([["a", "h", "b"], []]);
    expect(pagesOf(movedStep(moved, 1, -1)).map(({ keys }) => keys)).toEqual([["b"], ["a", "h"]]);
    expect(pagesOf(withoutStep(moved, 1)).map(({ keys }) => keys)).toEqual([["a", "h", "b"]]);
    expect(form(onOnePage(moved)).order).toEqual(["a", "h", "b"]);
    expect(form(onOnePage(moved)).steps).toBeUndefined();
  });
  it("keeps the last step, and both ends", () => {
    const steps = inSteps(flat);
    expect(withoutStep(steps, 0)).toBe(steps);
    expect(movedStep(steps, 0, -1)).toBe(steps);
    expect(movedInLayout(steps, "a", -1)).toBe(steps);
  });
});

import { describe, expect, it } from "vitest";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import { formParts, keysOf } from "./form-parts";
import { stepFrom } from "./use-steps";

const userInputs: UserInputs = {
  properties: {
    a: { type: "string" },
    b: { type: "string" },
    c: { type: "string" },
    rest: { type: "string" },
  },
  titles: { t: { title: "Heading" } },
  steps: [
    { title: "One", order: ["t", "a"] },
    { title: "Two", order: ["b"] },
    { title: "Three", order: ["c"] },
  ],
};
const shown = (...visible: boolean[]) => ({
  steps: visible.map((one) => ({ visible: one, faults: [] })),
  titles: {},
});

describe("the parts of a form", () => {
  it("are its visible steps, the last of which has what no step names", () => {
    const parts = formParts(userInputs, shown(true, false, true));
    expect(parts.map(({ step, title }) => [step, title])).toEqual([
      [0, "One"],
      [2, "Three"],
    ]);
    expect(parts.map(keysOf)).toEqual([["a"], ["c", "rest"]]);
    expect(parts[0]?.sections[0]?.heading?.title).toBe("Heading");
    expect(keysOf(formParts(userInputs, shown(true, true, false))[1]!)).toEqual(["b", "rest"]);
  });
  it("are one where there are no steps, without headings that are hidden now", () => {
    const { steps: _, ...plain } = userInputs;
    const ordered = { ...plain, order: ["t", "a", "b"] };
    const [part] = formParts(ordered, { steps: [], titles: { t: { visible: false } } });
    expect(part?.step).toBeNull();
    expect(part?.sections).toEqual([{ heading: null, keys: ["a", "b", "c", "rest"] }]);
  });
  it.each([
    ["1", 0],
    ["2", 0],
    ["3", 2],
    ["9", 2],
    ["x", 0],
    ["review", "review"],
  ])("an address with step %s opens %s", (text, step) => {
    expect(stepFrom(text, formParts(userInputs, shown(true, false, true)))).toBe(step);
    expect(stepFrom(text, [])).toBeNull();
  });
});

import { expect, it } from "vitest";
import { inOrder, isNothing } from "./entity-facts";

it("puts what an order names first and leaves out what is hidden", () => {
  const facts = ["a", "b", "c", "d"].map((key) => ({ key }));
  expect(inOrder(facts, { hidden: ["b"], order: ["d", "a"] }).map(({ key }) => key)).toEqual(["d", "a", "c"]);
});

it.each([
  [null, true],
  [[], true],
  ["", true],
  [0, false],
  [false, false],
])("%j is nothing: %s", (value, nothing) => {
  expect(isNothing(value)).toBe(nothing);
});

import { expect, it } from "vitest";
import { endedUncleanly } from "./ending";

it.each([
  [0, false],
  [1, false],
  [125, false],
  [127, false],
  [130, false],
  [2, true],
  [11, true],
  [134, true],
  [137, true],
  [139, true],
  [143, true],
  [null, true],
])("an apply that ends with %s is unclean: %s", (code, unclean) => {
  expect(endedUncleanly("apply", code)).toBe(unclean);
});

it("is about the apply alone", () => {
  for (const command of ["init", "output", null]) expect(endedUncleanly(command, 137)).toBe(false);
});

import { expect, it } from "vitest";
import { numberText } from "./number-text";

it.each([
  [null, null, "left", null, "No value"],
  [1250.5, "€", "left", 2, "€1,250.50"],
  [12, "hours", "right", null, "12 hours"],
  [99.256, "%", "right", 1, "99.3%"],
  [0.1234567, null, "left", null, "0.123457"],
] as const)("%s with %s on the %s is written in %s digits", (value, unit, unitSide, decimals, text) => {
  expect(numberText(value, { unit, unitSide, decimals })).toBe(text);
});

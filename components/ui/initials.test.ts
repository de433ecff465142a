import { expect, test } from "vitest";
import { avatarHue, initials } from "./initials";

test.each([
  ["Ada Lovelace", "AL"],
  ["ada", "A"],
  ["grace.hopper@example.com", "GH"],
  ["Jean Paul van Damme", "JD"],
  ["😀 Smile", "😀S"],
  ["  ", "?"],
])("initials of %s", (name, expected) => {
  expect(initials(name)).toBe(expected);
});

test("the hue is stable and within the circle", () => {
  expect(avatarHue("Ada")).toBe(avatarHue("Ada"));
  expect(avatarHue("a very long name indeed ".repeat(50))).toBeLessThan(360);
});

import { expect, it } from "vitest";
import { secretValues } from "./secrets-anew";

it("sends texts as they are typed, and objects as what they say", () => {
  const wanted = [
    { key: "password", isObject: false },
    { key: "config", isObject: true },
    { key: "broken", isObject: true },
  ];
  expect(secretValues(wanted, { password: '{"a":1}', config: '{"a":1}', broken: "{", other: "x" })).toEqual({
    password: '{"a":1}',
    config: { a: 1 },
    broken: "{",
  });
});

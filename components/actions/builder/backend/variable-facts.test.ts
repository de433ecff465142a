import { expect, it } from "vitest";
import { valueFault, variableHint } from "./variable-facts";

const variable = (type: string | null, more: object = {}) => ({
  name: "x",
  type,
  description: null,
  sensitive: false,
  validations: [],
  ...more,
});

it.each<[string | null, unknown, boolean]>([
  ["string", "a", true],
  ["string", 3, true],
  ["string", { identifier: "a" }, false],
  ["string", undefined, true],
  ["number", "3", true],
  ["number", [1], false],
  ["list(string)", ["a"], true],
  ["list(string)", "a", false],
  ["map(string)", {}, true],
  ["object({ a = string })", [], false],
  [null, {}, true],
  ["any", [], true],
])("takes for %s the value %j: %s", (type, value, fits) => {
  expect(valueFault(variable(type), value) === null).toBe(fits);
});

it("wants a value where there is no default", () => {
  expect(valueFault(variable("string"), null)).toContain("no default");
  expect(valueFault(variable("string", { default: { value: null } }), null)).toBeNull();
});

it("says the type and the default", () => {
  expect(variableHint(variable("number", { default: { value: 3 } }))).toBe("number, default 3");
  expect(variableHint(variable(null, { sensitive: true }))).toBe("any, sensitive");
  expect(variableHint(variable("string", { default: { computed: "local.x" } }))).toBe(
    "string, has a default",
  );
});

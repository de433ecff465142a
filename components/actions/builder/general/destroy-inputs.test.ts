import { expect, it } from "vitest";
import { destroyInputs, typedValue } from "./destroy-inputs";

it("are those of the action that destroys, without its secrets", () => {
  const userInputs = {
    properties: {
      reason: { type: "string", title: "Reason" },
      mode: { type: "string", enum: ["soft", "hard"], default: "soft" },
      password: { type: "string", encryption: "aes256-gcm" },
    },
    required: ["reason", "mode"],
  };
  expect(destroyInputs(userInputs)).toEqual([
    { key: "reason", label: "Reason", type: "string", choices: [], required: true },
    { key: "mode", label: "mode", type: "string", choices: ["soft", "hard"], required: false },
  ]);
  expect(destroyInputs(undefined)).toEqual([]);
  expect(destroyInputs({ properties: { a: null }, required: { jqQuery: "." } })).toEqual([
    { key: "a", label: "a", type: "string", choices: [], required: false },
  ]);
});

it("keep their type, and what is on the way to a value stays as it is typed", () => {
  expect(typedValue({ type: "string" }, "12")).toBe("12");
  expect(typedValue({ type: "number" }, "12")).toBe(12);
  expect(typedValue({ type: "boolean" }, "true")).toBe(true);
  expect(typedValue({ type: "array" }, "[1,")).toBe("[1,");
  expect(typedValue({ type: "number" }, "")).toBeUndefined();
});

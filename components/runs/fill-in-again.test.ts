import { expect, it } from "vitest";
import { fillInAgainHref } from "./fill-in-again";

const text = { type: "string" };
const run = (
  properties: object,
  inputs: Record<string, unknown>,
  operation: "CREATE" | "DAY-2" = "CREATE",
) => ({
  action: { operation, userInputs: { properties } },
  actionIdentifier: "make it",
  target: { blueprint: "database", identifier: "orders", title: null },
  inputs,
});

it("leads to the form, with everything but the secrets, where a secret is not kept", () => {
  const properties = {
    name: text,
    count: { type: "number" },
    list: { type: "array", items: text },
    password: { ...text, encryption: "aes256-gcm" },
    token: { ...text, encryption: { algorithm: "client-side", key: "pem" } },
  };
  const inputs = { name: "a&b", count: 3, list: ["x"], password: "c2VhbGVk", token: "c2VhbGVkIHRvbw" };
  const href = fillInAgainHref(run(properties, inputs, "DAY-2"));
  const url = new URL(href!, "http://x");
  expect(url.pathname).toBe("/actions/make%20it");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    entity: "orders",
    "input.name": "a&b",
    "input.count": "3",
    "input.list": '["x"]',
  });
  expect(href).not.toMatch(/c2V/);
  expect(fillInAgainHref(run(properties, { ...inputs, password: null }))).toBeNull();
  expect(fillInAgainHref(run({ name: text }, { name: "a" }))).toBeNull();
});

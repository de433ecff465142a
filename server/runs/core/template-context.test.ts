import { describe, expect, it } from "vitest";
import { inputBehind, templateContext } from "./template-context";

describe("what templates see", () => {
  const facts = {
    id: "r_1",
    action: {
      identifier: "create_database",
      title: "PostgreSQL database",
      operation: "CREATE" as const,
      revision: 2,
      userInputs: { properties: { token: { type: "string", encryption: "aes256-gcm" }, name: {} } },
    },
    inputs: { name: "orders" },
    blueprint: "database",
    target: { blueprint: "database", identifier: "orders", title: null },
    team: "payments",
    origin: "UI",
    requester: { id: "u1", name: "Ana Maria Bo", email: "ana@example.com" },
    createdAt: new Date("2026-01-02T03:04:05Z"),
  };

  it("is inputs, entity, trigger and run; outputs only after an apply", () => {
    const before = templateContext(facts, null);
    expect(before).toMatchObject({
      inputs: { name: "orders" },
      entity: null,
      run: { id: "r_1", team: "payments" },
      trigger: {
        by: { user: { email: "ana@example.com", firstName: "Ana", lastName: "Maria Bo" } },
        at: "2026-01-02T03:04:05.000Z",
      },
      action: { identifier: "create_database", blueprint: "database", encryptedProperties: ["token"] },
    });
    expect("outputs" in before).toBe(false);
    expect(templateContext(facts, null, { host: "h" })).toMatchObject({ outputs: { host: "h" } });
  });
});

it.each([
  ["{{ .inputs.name }}", "name"],
  ['{{ .inputs["data-base"] | ascii_downcase }}', "data-base"],
  ['{{ .inputs."data-base" }}', "data-base"],
  ["{{ .entity.identifier }}-{{ .inputs.size }}", "size"],
  ["constant", null],
])("finds the input behind %s", (template, input) => {
  expect(inputBehind(template)).toBe(input);
});

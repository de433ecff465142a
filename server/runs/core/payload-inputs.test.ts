import { describe, expect, it } from "vitest";
import type { Entity } from "@/server/catalog/schema";
import { encryptedInputs, namedEntities, relationTargets, withEntities } from "./payload-inputs";

const userInputs = {
  properties: {
    name: { type: "string" },
    service: { type: "string", format: "entity", blueprint: "service" },
    services: { type: "array", items: { type: "string", format: "entity", blueprint: "service" } },
    owner: { type: "string", format: "user" },
    token: { type: "string", encryption: "aes256-gcm" },
  },
};
const entity = (identifier: string, blueprint = "service"): Entity => ({
  identifier,
  blueprint,
  title: identifier.toUpperCase(),
  icon: null,
  team: [],
  properties: { tier: 1 },
  relations: {},
  createdAt: "",
  createdBy: "",
  updatedAt: "",
  updatedBy: "",
});

describe("the inputs of a payload", () => {
  const inputs = { name: "n", service: "a", services: ["b", "a"], owner: "ann@example.com" };

  it("hold entities where the form has their identifiers, and persons as texts", () => {
    const { inputs: seen, gone } = withEntities(userInputs, inputs, [entity("a"), entity("b")]);
    expect(seen).toMatchObject({
      name: "n",
      service: { identifier: "a", properties: { tier: 1 } },
      services: [{ identifier: "b" }, { identifier: "a" }],
      owner: "ann@example.com",
    });
    expect(gone).toEqual([]);
    expect(inputs.services).toEqual(["b", "a"]);
  });

  it("have null for an entity that has gone, leave it out of a list, and name it", () => {
    const { inputs: seen, gone } = withEntities(userInputs, inputs, [entity("b"), entity("a", "database")]);
    expect(seen.service).toBeNull();
    expect(seen.services).toMatchObject([{ identifier: "b" }]);
    expect(gone).toEqual([
      { input: "service", blueprint: "service", identifier: "a" },
      { input: "services", blueprint: "service", identifier: "a" },
    ]);
    expect(withEntities(userInputs, { services: ["x"] }, []).inputs.services).toEqual([]);
  });

  it("do not have what was left out", () => {
    expect(withEntities(userInputs, { name: "n" }, []).inputs).toEqual({ name: "n" });
    expect(namedEntities({}, inputs)).toEqual([]);
  });
});

it("takes the identifier of an entity that is given as a relation", () => {
  expect(relationTargets({ one: entity("a"), many: [entity("b"), "c"], none: null, text: "d" })).toEqual({
    one: "a",
    many: ["b", "c"],
    none: null,
    text: "d",
  });
});

it("knows the encrypted inputs", () => {
  expect(encryptedInputs(userInputs)).toEqual(["token"]);
  expect(encryptedInputs({})).toEqual([]);
});

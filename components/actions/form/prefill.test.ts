import { describe, expect, it } from "vitest";
import type { InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import { linkParams, prefillValues } from "./prefill";

const properties: InputDefinitions = {
  name: { type: "string" },
  size: { type: "number" },
  on: { type: "boolean" },
  tags: { type: "array" },
  ports: { type: "array", items: { type: "number" } },
  labels: { type: "object" },
  tier: { type: "string", enum: ["gold", "silver"] },
  level: { type: "number", enum: [1, 2] },
  service: { type: "string", format: "entity", blueprint: "service" },
  token: { type: "string", encryption: "aes256-gcm" },
};
const values = {
  name: "orders",
  size: 3,
  on: false,
  tags: ["a", "b"],
  ports: [1, 2],
  labels: { a: 1 },
  tier: "gold",
  level: 2,
  service: "cart",
};

describe("values from an address", () => {
  it("are read each by its type", () => {
    const params = {
      "input.name": "orders",
      "input.size": "3",
      "input.on": "false",
      "input.tags": ["a", "b"],
      "input.ports": "[1,2]",
      "input.labels": '{"a":1}',
      "input.tier": "gold",
      "input.level": "2",
      "input.service": "cart",
    };
    expect(prefillValues(properties, params)).toEqual({ values, leftOut: [] });
    expect(prefillValues(properties, { "input.ports": ["1", "2"] }).values).toEqual({ ports: [1, 2] });
  });
  it("are named where they cannot be a value, are no input, or are secret", () => {
    const params = {
      "input.size": "many",
      "input.on": "1",
      "input.labels": "{",
      "input.toString": "x",
      "input.tier": "bronze",
      "input.token": "hush",
      size: "3",
      entity: "e",
    };
    expect(prefillValues(properties, params)).toEqual({
      values: {},
      leftOut: ["size", "on", "labels", "toString", "tier", "token"],
    });
  });
  it("are read from published links", () => {
    const json = JSON.stringify({ ...values, service: { identifier: "cart" }, $targetEntity: "x" });
    expect(prefillValues(properties, { actionInputs: json })).toEqual({ values, leftOut: [] });
    expect(prefillValues(properties, { actionInputs: "~(name~'orders~size~3~gone~1)" })).toEqual({
      values: { name: "orders", size: 3 },
      leftOut: ["gone"],
    });
    expect(prefillValues(properties, { actionInputs: "~(name" })).toEqual({
      values: {},
      leftOut: ["actionInputs"],
    });
  });
  it("come back from a link as they were written", () => {
    const params = Object.fromEntries(linkParams({ ...values, gone: null }, "e"));
    expect(params.entity).toBe("e");
    expect(prefillValues(properties, params)).toEqual({ values, leftOut: [] });
  });
});

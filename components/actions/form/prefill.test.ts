import { describe, expect, it } from "vitest";
import { prefillValues } from "./prefill";

describe("prefillValues", () => {
  it("reads each input by its type", () => {
    const properties = {
      name: { type: "string" as const },
      size: { type: "number" as const },
      on: { type: "boolean" as const },
      tags: { type: "array" as const },
      more: { type: "array" as const },
      labels: { type: "object" as const },
    };
    expect(
      prefillValues(properties, {
        "input.name": "orders",
        "input.size": "3",
        "input.on": "false",
        "input.tags": ["a", "b"],
        "input.more": "[1,2]",
        "input.labels": '{"a":1}',
      }),
    ).toEqual({ name: "orders", size: 3, on: false, tags: ["a", "b"], more: [1, 2], labels: { a: 1 } });
  });
  it("leaves out what cannot be a value or is no input", () => {
    const properties = {
      size: { type: "number" as const },
      on: { type: "boolean" as const },
      labels: { type: "object" as const },
    };
    expect(
      prefillValues(properties, {
        "input.size": "many",
        "input.on": "1",
        "input.labels": "{",
        "input.toString": "x",
        size: "3",
        entity: "e",
      }),
    ).toEqual({});
  });
});

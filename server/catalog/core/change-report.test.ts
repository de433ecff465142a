import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { examine } from "./change-report";
import { convertValue } from "./convert";
import { differences, threeWay } from "./definition-diff";

const blueprint = (over: Partial<BlueprintDefinition> = {}): BlueprintDefinition => ({
  identifier: "service",
  title: "Service",
  schema: { properties: {} },
  ...over,
});
const schema = (properties: object, required?: string[]) =>
  blueprint({ schema: { properties, required } as BlueprintDefinition["schema"] });

describe("differences", () => {
  it("follow objects and take lists as one place, whatever the order of keys", () => {
    expect(differences({ a: 1, b: { c: 2, d: [1] } }, { b: { d: [2], c: 2 }, e: 3 })).toEqual([
      { path: ["a"], kind: "removed", before: 1 },
      { path: ["b", "d"], kind: "changed", before: [1], after: [2] },
      { path: ["e"], kind: "added", after: 3 },
    ]);
    expect(differences({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  });
  it("say what both sides started from", () => {
    expect(threeWay({ title: "A", x: 1 }, { title: "B", x: 1 }, { title: "C", x: 1 })).toEqual([
      { path: ["title"], before: "A", theirs: "B", yours: "C" },
    ]);
  });
});

describe("conversion", () => {
  it.each([
    [5, { type: "string" }, "5"],
    ["5", { type: "number" }, 5],
    ["-1.5", { type: "number" }, -1.5],
    [true, { type: "string" }, "true"],
    ["false", { type: "boolean" }, false],
    ["a", { type: "array", items: { type: "string" } }, ["a"]],
    [7, { type: "array", items: { type: "string" } }, ["7"]],
    [["a"], { type: "string" }, "a"],
    [["1", "2"], { type: "array", items: { type: "number" } }, [1, 2]],
    [{ a: 1 }, { type: "string" }, '{"a":1}'],
    ['{"a":1}', { type: "object" }, { a: 1 }],
  ] as const)("%j to %j", (value, to, result) =>
    expect(convertValue(value, to as never)).toEqual({ value: result }),
  );
  it.each([
    ["007", { type: "number" }],
    ["", { type: "number" }],
    ["1e999", { type: "number" }],
    ["five", { type: "number" }],
    ["yes", { type: "boolean" }],
    [["a", "b"], { type: "string" }],
    [[], { type: "string" }],
    ["{", { type: "object" }],
    ["x", { type: "number" }],
    [5, { type: "string", enum: ["a"] }],
  ] as const)("%j is refused as %j", (value, to) =>
    expect(convertValue(value, to as never)).toHaveProperty("fault"),
  );
});

describe("the examination of a change", () => {
  const outcomes = (
    before: BlueprintDefinition,
    after: BlueprintDefinition,
    properties: Record<string, unknown>,
    relations: string[] = [],
  ) =>
    examine(before, after)
      .effectsOn({ properties, relations })
      .map((e) => [e.outcome, e.path.join(".")]);

  it("looks at what the change concerns alone", () => {
    const before = schema({ a: { type: "string" }, b: { type: "string", title: "B" } });
    const after = schema({ a: { type: "string", minLength: 2 }, b: { type: "string", title: "Bee" } });
    expect(examine(before, after)).toMatchObject({ properties: ["a"], relations: [] });
    expect(outcomes(before, after, { a: "x", b: 5 })).toEqual([["fails", "properties.a"]]);
    expect(outcomes(before, after, { a: "xy" })).toEqual([]);
    expect(outcomes(before, after, {})).toEqual([]);
  });
  it("tells what goes, converts, and does not fit any more", () => {
    const before = schema({
      gone: { type: "string" },
      n: { type: "string" },
      choice: { type: "string", enum: ["a", "b"] },
      needed: { type: "string" },
    });
    const after = schema(
      { n: { type: "number" }, choice: { type: "string", enum: ["a"] }, needed: { type: "string" } },
      ["needed"],
    );
    expect(outcomes(before, after, { gone: "x", n: "5", choice: "b" })).toEqual([
      ["loses", "properties.gone"],
      ["converts", "properties.n"],
      ["fails", "properties.choice"],
      ["fails", "properties.needed"],
    ]);
    expect(outcomes(before, after, { gone: null, n: "five", choice: "a", needed: "y" })).toEqual([
      ["loses", "properties.n"],
    ]);
  });
  it("knows relations that go and that are needed from now on", () => {
    const before = blueprint({ relations: { r: { target: "x" }, s: { target: "x" } } });
    const after = blueprint({ relations: { s: { target: "x", required: true } } });
    expect(outcomes(before, after, {}, ["r"])).toEqual([
      ["loses", "relations.r"],
      ["fails", "relations.s"],
    ]);
  });
});

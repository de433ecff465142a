import { describe, expect, it } from "vitest";
import { checkDefinitions } from "./check";
import { COLOURS, type Scope } from "./schema";

const check = (definition: unknown, scope: Scope = "property") => checkDefinitions({ p: definition }, scope);
const paths = (definition: unknown, scope: Scope = "property") =>
  check(definition, scope).map((issue) => issue.path.join("."));

describe("definitions that compile", () => {
  it.each([
    { type: "string" },
    { type: "string", title: "x".repeat(100), description: "d".repeat(5000), icon: "Lock" },
    { type: "string", minLength: 0, maxLength: 5, pattern: "^a", default: "abc" },
    {
      type: "string",
      enum: ["a", "b"],
      enumColors: Object.fromEntries(COLOURS.map((c) => [c, c])),
      default: "b",
    },
    {
      type: "string",
      format: "url",
      spec: "embedded-url",
      specAuthentication: {
        clientId: "x",
        authorizationUrl: "https://a",
        tokenUrl: "https://b",
        authorizationScope: ["openid"],
      },
    },
    { type: "object", spec: "open-api" },
    { type: "string", format: "yaml", spec: "async-api" },
    { type: "number", enum: [1, 2], default: 1 },
    { type: "number", minimum: 1, maximum: 1 },
    { type: "array", items: {} },
    { type: "array", items: { type: "string", format: "user" }, default: ["ada"] },
    {
      type: "object",
      properties: { a: { type: "number" } },
      additionalProperties: { type: "string" },
      default: { a: 1 },
    },
    { type: "string", default: null },
    { type: "string", somethingNew: true },
  ])("%j", (definition) => expect(check(definition)).toEqual([]));
});

describe("definitions that are refused, at the place of the fault", () => {
  it.each([
    ["a", "p"],
    [{}, "p.type"],
    [{ type: "integer" }, "p.type"],
    [{ type: "string", title: "x".repeat(101) }, "p.title"],
    [{ type: "string", format: "date" }, "p.format"],
    [{ type: "string", format: "entity", blueprint: "a" }, "p.format"],
    [{ type: "number", format: "url" }, "p.format"],
    [{ type: "string", format: "labeled-url" }, "p.format"],
    [{ type: "string", minimum: 1 }, "p.minimum"],
    [{ type: "boolean", enum: [true] }, "p.enum"],
    [{ type: "string", enum: [] }, "p.enum"],
    [{ type: "string", enum: "a" }, "p.enum"],
    [{ type: "string", enum: ["a", "a"] }, "p.enum.1"],
    [{ type: "string", enum: ["a", 1] }, "p.enum.1"],
    [{ type: "string", format: "url", enum: ["x"] }, "p.enum.0"],
    [{ type: "string", enum: ["a"], enumColors: { a: "mauve" } }, "p.enumColors.a"],
    [{ type: "string", enum: ["a"], default: "b" }, "p.default"],
    [{ type: "string", minLength: -1 }, "p.minLength"],
    [{ type: "string", minLength: 3, maxLength: 2 }, "p.minLength"],
    [{ type: "string", pattern: "(" }, "p.pattern"],
    [{ type: "string", pattern: "(?=a)" }, "p.pattern"],
    [{ type: "string", pattern: "(a)\\1" }, "p.pattern"],
    [{ type: "string", pattern: "a".repeat(513) }, "p.pattern"],
    [{ type: "string", spec: "open-api" }, "p.spec"],
    [{ type: "object", spec: "embedded-url" }, "p.spec"],
    [
      {
        type: "string",
        format: "url",
        spec: "embedded-url",
        specAuthentication: { clientId: "x", authorizationUrl: "https://a" },
      },
      "p.specAuthentication.tokenUrl",
    ],
    [{ type: "number", minimum: "1" }, "p.minimum"],
    [{ type: "number", minimum: 2, maximum: 1 }, "p.minimum"],
    [{ type: "number", exclusiveMinimum: 1, maximum: 1 }, "p.exclusiveMinimum"],
    [{ type: "number", default: "1" }, "p.default"],
    [{ type: "array", items: [] }, "p.items"],
    [{ type: "array", items: { type: "integer" } }, "p.items.type"],
    [{ type: "array", items: { type: "string", pattern: "[" } }, "p.items.pattern"],
    [{ type: "array", items: { type: "string" }, default: ["a", 1] }, "p.default.1"],
    [{ type: "array", minItems: 2, maxItems: 1 }, "p.minItems"],
    [{ type: "object", properties: { a: { type: "text" } } }, "p.properties.a.type"],
    [{ type: "object", patternProperties: { "(": {} } }, "p.patternProperties.("],
    [{ type: "object", properties: { a: { $ref: "#" } } }, "p.properties.a.$ref"],
    [{ type: "string", title: "a\u0000" }, "p.title"],
  ])("%j at %s", (definition, path) => expect(paths(definition)).toEqual([path]));

  it("refuses keys that no definition may have", () => {
    for (const key of ["a b", "a.b", "", "x".repeat(101), "é"])
      expect(checkDefinitions({ [key]: { type: "string" } }, "property")).toHaveLength(1);
    expect(checkDefinitions(JSON.parse('{"__proto__":{"type":"string"}}'), "property")).toHaveLength(1);
    for (const key of ["a-b", "@id", "a=b", "a_1", "a\\b", "constructor"])
      expect(checkDefinitions({ [key]: { type: "string" } }, "property")).toEqual([]);
  });

  it("says what to do about integers", () => {
    expect(check({ type: "integer" })[0]?.message).toContain('Use "number"');
  });
});

describe("forms", () => {
  it("have formats of their own, and values that are computed when the form is opened", () => {
    expect(check({ type: "string", format: "entity", blueprint: "service" }, "input")).toEqual([]);
    expect(paths({ type: "string", format: "entity" }, "input")).toEqual(["p.blueprint"]);
    expect(check({ type: "string", format: "multi-line", title: "?".repeat(200) }, "input")).toEqual([]);
    expect(
      check(
        {
          type: "string",
          enum: { jqQuery: ".x" },
          default: { jqQuery: ".user.email" },
          visible: { jqQuery: "true" },
        },
        "input",
      ),
    ).toEqual([]);
    expect(paths({ type: "string", default: { jqQuery: ".user.email" } })).toEqual(["p.default"]);
  });
});

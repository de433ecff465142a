import { describe, expect, it } from "vitest";
import { checkDefinition } from "../check";
import { KINDS, kindOf, type Kind } from "../kind";
import type { PropertyDefinition } from "../schema";
import { REGISTRY, schemaOf, specOf } from "./registry";

type Case = {
  definition: Omit<PropertyDefinition, "type"> & { type?: PropertyDefinition["type"] };
  valid: unknown[];
  invalid: unknown[];
};

const text = (format: string, valid: unknown[], invalid: unknown[]): Case => ({
  definition: { type: "string", format },
  valid,
  invalid,
});
const anyText = (format: string) => text(format, ["", "anything", "é\n"], [1, true, {}, []]);
const instants = ["2026-01-31T09:30:00Z", "2024-02-29T23:59:59.123+02:00", "2022-12-01t16:50:00-11:30"];
const notInstants = [
  "2026-01-31",
  "2026-02-29T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-01-01T24:00:00Z",
  "2026-01-01T00:00:00",
  "now",
  5,
];

/** For each kind, values that it takes and values just beyond. */
const CASES: Record<Kind, Case[]> = {
  string: [
    { definition: {}, valid: ["", "text", "😀"], invalid: [1, false, null, [], {}] },
    {
      definition: { minLength: 2, maxLength: 3 },
      valid: ["ab", "abc", "😀😀"],
      invalid: ["a", "abcd", "😀"],
    },
    { definition: { pattern: "^[a-z]+-db$" }, valid: ["orders-db"], invalid: ["orders", "Orders-db", ""] },
    {
      definition: { pattern: "^(a+)+$" },
      valid: ["aaa"],
      invalid: [`${"a".repeat(50_000)}b`, "a".repeat(70_000)],
    },
  ],
  "date-time": [text("date-time", instants, notInstants)],
  timer: [text("timer", instants, notInstants)],
  url: [
    text(
      "url",
      ["https://example.com", "http://a/b?c#d", "ssh://git@host/repo.git", "slack://channel?id=1"],
      [
        "example.com",
        "https://",
        "https://a b",
        "javascript:alert(1)",
        "javascript://x/%0aalert(1)",
        "data:text/html,x",
        "mailto:a@b.c",
        1,
      ],
    ),
  ],
  email: [
    text(
      "email",
      ["ada@example.com", "a.b+c@d-e.io"],
      ["ada", "ada@", "@b.c", "a@b", "a b@c.d", "a@b..c", `${"a".repeat(250)}@b.cd`, null],
    ),
  ],
  "idn-email": [
    text("idn-email", ["ada@example.com", "a-mí@उदाहरण.com"], ["ada", "a@b", "a @b.c", "a@b@c.d"]),
  ],
  ipv4: [
    text("ipv4", ["0.0.0.0", "255.255.255.255"], ["256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4."]),
  ],
  ipv6: [
    text(
      "ipv6",
      ["::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "1::"],
      [
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1::2::3",
        "12345::",
        "::256.0.0.1",
        "g::",
        "1:2:3:4:5:6:7:8:9",
        "fe80::1%eth0",
      ],
    ),
  ],
  markdown: [anyText("markdown")],
  user: [anyText("user")],
  team: [anyText("team")],
  proto: [anyText("proto")],
  blueprints: [anyText("blueprints")],
  "multi-line": [anyText("multi-line")],
  yaml: [
    text(
      "yaml",
      ["a: 1", "- x\n- y", "", "a: 1\n---\nb: 2", "a: &x [1]\nb: *x"],
      ["a: [", "\t- :\n - a: b: c", "key: 'open", 1],
    ),
  ],
  file: [
    anyText("file"),
    {
      definition: { format: "file", maxLength: 3, accept: [".txt"] },
      valid: ["abc"],
      invalid: ["abcd", 1],
    },
    { definition: { format: "file" }, valid: ["x".repeat(262_144)], invalid: ["x".repeat(262_145)] },
  ],
  entity: [
    {
      definition: { type: "string", format: "entity", blueprint: "service" },
      valid: ["my-service", "a/b:c=d", "é"],
      invalid: ["", ".", "a b", "a#b", "x".repeat(1001), 1],
    },
  ],
  enum: [
    { definition: { enum: ["a", "b"] }, valid: ["a", "b"], invalid: ["c", "", 1, null] },
    { definition: { type: "number", enum: [1, 2.5] }, valid: [1, 2.5], invalid: ["1", 2] },
    {
      definition: { format: "url", enum: ["https://a.io"] },
      valid: ["https://a.io"],
      invalid: ["https://b.io"],
    },
  ],
  number: [
    { definition: { type: "number" }, valid: [0, -1.5, 1e308], invalid: ["1", NaN, Infinity, null, true] },
    { definition: { type: "number", minimum: 1, maximum: 3 }, valid: [1, 3], invalid: [0.999, 3.001] },
    {
      definition: { type: "number", exclusiveMinimum: 1, exclusiveMaximum: 3 },
      valid: [1.001, 2.999],
      invalid: [1, 3],
    },
  ],
  boolean: [{ definition: { type: "boolean" }, valid: [true, false], invalid: ["true", 1, null] }],
  object: [
    { definition: { type: "object" }, valid: [{}, { a: [1] }], invalid: [[], "x", null] },
    {
      definition: {
        type: "object",
        properties: { n: { type: "integer", minimum: 1 } },
        required: ["n"],
        patternProperties: { "^S_": { type: "string" } },
        additionalProperties: false,
      },
      valid: [{ n: 1 }, { n: 2, S_a: "x" }],
      invalid: [{}, { n: 0 }, { n: 1.5 }, { n: 1, S_a: 1 }, { n: 1, other: 1 }],
    },
  ],
  "labeled-url": [
    {
      definition: { type: "object", format: "labeled-url" },
      valid: [{ url: "https://a.io" }, { url: "https://a.io", displayText: "A" }],
      invalid: [{}, { url: "a" }, { url: "https://a.io", displayText: 1 }, "https://a.io"],
    },
  ],
  array: [
    { definition: { type: "array" }, valid: [[], [1, "a", null]], invalid: [{}, "a", null] },
    {
      definition: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2 },
      valid: [["a"], ["a", "b"]],
      invalid: [[], ["a", "b", "c"], [1]],
    },
    {
      definition: { type: "array", items: { type: "object" }, uniqueItems: true },
      valid: [[{ a: 1 }, { a: 2 }]],
      invalid: [
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ],
    },
    {
      definition: { type: "array", items: { type: "string", enum: ["a"] } },
      valid: [["a", "a"]],
      invalid: [["b"]],
    },
    {
      definition: { type: "array", items: { type: "array", items: { type: "number" } } },
      valid: [[[1]]],
      invalid: [[["1"]]],
    },
  ],
};

describe.each(KINDS)("%s", (kind) => {
  it("is the kind of its definitions, and no other matches", () => {
    for (const { definition } of CASES[kind]) {
      const full = { type: "string", ...definition } as PropertyDefinition;
      expect(kindOf(full)).toBe(kind);
      expect(
        Object.values(REGISTRY)
          .filter((spec) => spec.matches(full))
          .map((spec) => spec.kind),
      ).toEqual([kind]);
      expect(REGISTRY[kind].kind).toBe(kind);
    }
  });

  it("takes valid values and refuses those just beyond", () => {
    for (const { definition, valid, invalid } of CASES[kind]) {
      const full = { type: "string", ...definition } as PropertyDefinition;
      expect(checkDefinition(full, [], "input")).toEqual([]);
      const schema = schemaOf(full);
      for (const value of valid)
        expect(schema.safeParse(value), JSON.stringify(value)).toMatchObject({ success: true, data: value });
      for (const value of invalid) expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(false);
    }
  });

  it("has a sample that is valid", () => {
    for (const { definition } of CASES[kind].filter((c) => !c.definition.pattern && !c.definition.required)) {
      const full = { type: "string", ...definition } as PropertyDefinition;
      expect(schemaOf(full).safeParse(specOf(full).sample(full, specOf)).success).toBe(true);
    }
  });
});

it("points at the item, the member and the faulty URL", () => {
  const list = schemaOf({
    type: "array",
    items: { type: "object", properties: { port: { type: "number" } } },
  });
  expect(list.safeParse([{ port: 1 }, { port: "x" }]).error?.issues).toMatchObject([
    { path: [1, "port"], message: "Must be number." },
  ]);
  const link = schemaOf({ type: "array", items: { type: "object", format: "labeled-url" } });
  expect(link.safeParse([{ url: "x" }]).error?.issues).toMatchObject([{ path: [0, "url"] }]);
  const unique = schemaOf({ type: "array", items: { type: "string" }, uniqueItems: true });
  expect(unique.safeParse(["a", "b", "a"]).error?.issues).toMatchObject([
    { path: [2], message: "Is in the list twice." },
  ]);
});

import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDefinitions } from "./check";
import { compile } from "./compile";
import { isIdnEmail, isUrl } from "./formats";
import { STRING_FORMATS } from "./kind";
import type { PropertyDefinition, PropertyDefinitions } from "./schema";
import { specOf } from "./types/registry";
import { isYaml } from "./types/yaml";

/** The reference: another validator reads the JSON Schema that comes beside the zod schema. */
const ajv = addFormats.default(new Ajv({ strict: false, logger: false }));
const free = ["markdown", "user", "team", "proto", "blueprints", "multi-line", "entity"];
for (const format of free) ajv.addFormat(format, true);
ajv.addFormat("url", isUrl).addFormat("idn-email", isIdnEmail).addFormat("yaml", isYaml);

const texts = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 6 }).filter((s) => !/\p{Surrogate}/u.test(s) && !s.includes("\0")),
  fc.constantFrom(
    "a",
    "bb",
    "ccc",
    "2026-01-31T09:30:00Z",
    "2026-02-30T00:00:00Z",
    "2024-02-29T23:59:59.5+01:00",
    "https://example.com/x",
    "example.com",
    "ada@example.com",
    "ada@",
    "192.0.2.1",
    "256.1.1.1",
    "2001:db8::1",
    "1::2::3",
    "::ffff:192.0.2.1",
    "a: 1",
    "a: [",
    ".",
    "a b",
    "my-service",
  ),
);
const jsonValue = fc.oneof(
  texts,
  fc.integer({ min: -3, max: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(texts, fc.integer({ min: 0, max: 3 })), { maxLength: 4 }),
  fc.dictionary(
    fc.constantFrom("a", "b", "url", "displayText", "S_x"),
    fc.oneof(texts, fc.integer({ min: 0, max: 3 })),
    { maxKeys: 3 },
  ),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const size = fc.integer({ min: 0, max: 4 });
const bound = fc.integer({ min: -2, max: 9 });
const string = fc.record({
  type: fc.constant("string"),
  format: optional(fc.constantFrom(...STRING_FORMATS)),
  minLength: optional(size),
  maxLength: optional(size),
  pattern: optional(fc.constantFrom("^[a-c]*$", "\\d", "^(a|bb)+$", "@")),
  blueprint: fc.constant("service"),
});
const choice = fc.record({
  type: fc.constant("string"),
  enum: fc.uniqueArray(texts, { minLength: 1, maxLength: 4 }),
});
const number = fc.record({
  type: fc.constant("number"),
  minimum: optional(bound),
  maximum: optional(bound),
  exclusiveMinimum: optional(bound),
  exclusiveMaximum: optional(bound),
});
const boolean = fc.constant({ type: "boolean" });
const member = fc.constantFrom(
  { type: "string" },
  { type: "integer" },
  { type: ["number", "null"] },
  { minimum: 2 },
  { enum: ["a", 1] },
  { not: { type: "string" } },
  { anyOf: [{ const: 1 }, { minLength: 2 }] },
  true,
  false,
);
const object = fc.record({
  type: fc.constant("object"),
  format: optional(fc.constant("labeled-url")),
  properties: optional(fc.dictionary(fc.constantFrom("a", "b"), member)),
  patternProperties: optional(fc.dictionary(fc.constantFrom("^S_", "b"), member)),
  additionalProperties: optional(member),
  required: optional(fc.uniqueArray(fc.constantFrom("a", "b"))),
  propertyNames: optional(fc.constantFrom({ maxLength: 1 }, { pattern: "^[a-c]" })),
  maxProperties: optional(size),
  dependencies: optional(fc.constant({ a: ["b"] })),
  oneOf: optional(fc.constantFrom([{ required: ["a"] }, { required: ["b"] }])),
  if: optional(fc.constant({ required: ["a"] })),
  then: optional(fc.constant({ minProperties: 2 })),
});
const plain = fc.oneof(string, choice, number, boolean, object);
const array = fc.record({
  type: fc.constant("array"),
  items: optional(plain),
  minItems: optional(size),
  maxItems: optional(size),
  uniqueItems: optional(fc.boolean()),
});
const clean = (definition: object) => JSON.parse(JSON.stringify(definition)) as PropertyDefinition;
const definitions = fc
  .dictionary(fc.constantFrom("one", "two"), fc.oneof(plain, array).map(clean), { minKeys: 1 })
  .filter(
    (properties) => checkDefinitions(properties, "input").length === 0,
  ) as fc.Arbitrary<PropertyDefinitions>;

/** Values by key: mostly of defined keys, now and then of an unknown one. */
const samplesFor = (properties: PropertyDefinitions) =>
  fc.array(
    fc.record(
      {
        ...Object.fromEntries(
          Object.entries(properties).map(([key, definition]) => [
            key,
            fc.oneof(
              { weight: 3, arbitrary: jsonValue },
              fc.constant(specOf(definition).sample(definition, specOf)),
            ),
          ]),
        ),
        unknown: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, jsonValue),
      },
      { requiredKeys: [] },
    ),
    { minLength: 8, maxLength: 8 },
  );

describe("zod and JSON Schema", () => {
  it("agree on what is valid", () => {
    const tally = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(
        definitions.chain((properties) =>
          fc.tuple(fc.constant(properties), fc.subarray(["one", "two"]), samplesFor(properties)),
        ),
        ([properties, wanted, samples]) => {
          const required = wanted.filter((key) => Object.hasOwn(properties, key));
          const { schema, jsonSchema } = compile({ properties, required }, { scope: "input" });
          const reference = ajv.compile(jsonSchema);
          for (const sample of samples) {
            // Both ways of writing nothing: left out, and null where null may stand.
            const values = JSON.parse(JSON.stringify(sample)) as Record<string, unknown>;
            const ours = schema.safeParse(values).success;
            tally[ours ? "valid" : "invalid"]++;
            expect(ours, JSON.stringify({ properties, required, values, errors: reference.errors })).toBe(
              reference(values),
            );
          }
        },
      ),
      { numRuns: 250 },
    );
    // A generator that only ever makes one of the two would prove nothing.
    expect(tally.valid).toBeGreaterThan(100);
    expect(tally.invalid).toBeGreaterThan(100);
  }, 60_000);
});

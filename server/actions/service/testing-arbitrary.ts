import fc from "fast-check";
import { withoutDynamic } from "@/server/properties/check";
import { specOf } from "@/server/properties/types/registry";
import { checkUserInputs } from "../core/check";
import type { UserInputs } from "../core/definition/user-inputs";

/**
 * Random forms and what people might send for them. An input refers only to those named before it, so that most forms have no
 * cycle; those that the checks of definitions refuse are left out.
 */

export const KEYS = ["a", "b", "c", "d", "e", "f"] as const;
const jq = (jqQuery: string) => ({ jqQuery });
/** Programs, with KEY for the input that they read. Some fail for some values, and some always. */
const SWITCHES = [
  "true",
  "false",
  "null",
  '"yes"',
  ".form.KEY",
  '.form.KEY == "x"',
  ".form.KEY != null",
  '.form["KEY"] | length > 1',
  '(.form.KEY | type) == "string" and (.form."KEY" | startswith("x"))',
  '.form | has("KEY")',
  '.user.mainRole == "Member"',
];
const DEFAULTS = [
  "null",
  '"x"',
  "3",
  "true",
  '["x"]',
  ".form.KEY",
  '"\\(.form.KEY)-db"',
  ".form.KEY + 1",
  ".form | keys | length",
  ".user.name",
];
const CHOICES = [
  "[]",
  "null",
  '["x", "y", "x"]',
  "[1, 2]",
  "[.form.KEY | strings]",
  '["x"] + [.form.KEY]',
  ".form.KEY",
  "1",
];
const PATTERNS = ['"^x"', "null", ".form.KEY", '"("'];
const COUNTS = ["1", "null", ".form.KEY | length", ".form.KEY", "-1"];
const LISTS = [
  '["a"]',
  'if .form.a then ["b", "c"] else [] end',
  ".form | keys",
  "null",
  '["nope"]',
  ".form.a",
];
const RULES = ["true", ".form.a != .form.b", "(.form.c | length) < 3", ".form.a", "1 + {}"];

const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 5) =>
  fc.option(arbitrary, { nil: undefined, freq: weight });
const program = (programs: readonly string[], earlier: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...programs), fc.constantFrom(...(earlier.length ? earlier : ["none"])))
    .map(([text, key]) => jq(text.replaceAll("KEY", key)));
const clean = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const text = (earlier: readonly string[]) =>
  fc.record({
    type: fc.constant("string"),
    format: maybe(fc.constantFrom("url", "email", "date-time", "multi-line", "yaml", "ipv4"), 6),
    minLength: maybe(fc.oneof(fc.integer({ min: 0, max: 3 }), program(COUNTS, earlier))),
    maxLength: maybe(fc.integer({ min: 1, max: 6 })),
    pattern: maybe(fc.oneof(fc.constantFrom("^[a-z]*$", "x"), program(PATTERNS, earlier))),
    default: maybe(fc.oneof(fc.constantFrom("x", "xy"), program(DEFAULTS, earlier)), 2),
  });
const choice = (earlier: readonly string[]) =>
  fc.record({
    type: fc.constant("string"),
    enum: fc.oneof(fc.constant(["x", "y"]), program(CHOICES, earlier)),
    default: maybe(fc.oneof(fc.constant("x"), program(DEFAULTS, earlier)), 2),
  });
const number = (earlier: readonly string[]) =>
  fc.record({
    type: fc.constant("number"),
    minimum: maybe(fc.oneof(fc.integer({ min: -1, max: 2 }), program(COUNTS, earlier))),
    maximum: maybe(fc.integer({ min: 2, max: 4 })),
    enum: maybe(fc.oneof(fc.constant([1, 2]), program(CHOICES, earlier)), 5),
    default: maybe(fc.oneof(fc.constantFrom(1, 2), program(DEFAULTS, earlier)), 2),
  });
const boolean = (earlier: readonly string[]) =>
  fc.record({
    type: fc.constant("boolean"),
    default: maybe(fc.oneof(fc.boolean(), program(DEFAULTS, earlier)), 2),
  });
const list = (earlier: readonly string[]) =>
  fc.record({
    type: fc.constant("array"),
    items: maybe(fc.oneof(choice(earlier), text([])), 2).map(
      (items) => items && { ...items, default: undefined },
    ),
    minItems: maybe(fc.oneof(fc.constant(1), program(COUNTS, earlier))),
    uniqueItems: maybe(fc.boolean()),
    default: maybe(fc.oneof(fc.constant(["x"]), program(DEFAULTS, earlier)), 2),
  });
const object = fc.record({
  type: fc.constant("object"),
  properties: maybe(fc.constant({ x: { type: "number" } })),
  required: maybe(fc.constant(["x"])),
});

const input = (earlier: readonly string[]) =>
  fc
    .tuple(
      fc.oneof(text(earlier), choice(earlier), number(earlier), boolean(earlier), list(earlier), object),
      fc.record({
        visible: maybe(fc.oneof(fc.boolean(), program(SWITCHES, earlier)), 2),
        disabled: maybe(fc.oneof(fc.boolean(), program(SWITCHES, earlier)), 4),
        readOnly: maybe(fc.boolean(), 6),
        dependsOn: earlier.length
          ? maybe(fc.constantFrom(...earlier).map((key) => [key]))
          : fc.constant(undefined),
      }),
    )
    .map(([definition, rest]) => ({ ...definition, ...rest }));

const properties = fc
  .integer({ min: 1, max: KEYS.length })
  .chain((count) => fc.tuple(...KEYS.slice(0, count).map((_, i) => input(KEYS.slice(0, i)))))
  .map((inputs) => Object.fromEntries(inputs.map((definition, i) => [KEYS[i]!, definition])));

/** Forms that may be saved, in the shape in which they are stored. */
export const forms: fc.Arbitrary<UserInputs> = properties
  .chain((inputs) => {
    const keys = Object.keys(inputs);
    const half = Math.ceil(keys.length / 2);
    return fc.record({
      properties: fc.constant(inputs),
      required: maybe(fc.oneof(fc.subarray(keys), program(LISTS, keys)), 4),
      steps: maybe(
        fc
          .record({
            first: maybe(program(SWITCHES, []), 2),
            second: maybe(program(SWITCHES, keys.slice(0, half)), 2),
            rule: maybe(fc.constantFrom(...RULES)),
          })
          .map(({ first, second, rule }) => [
            { title: "One", order: keys.slice(0, half), visible: first },
            {
              title: "Two",
              order: keys.slice(half),
              visible: second,
              validations: rule === undefined ? undefined : [{ constraint: rule, message: "Not so." }],
            },
          ]),
      ),
      validations: maybe(
        fc.constantFrom(...RULES).map((constraint) => [{ constraint, message: "Not so." }]),
        2,
      ),
      titles: maybe(program(SWITCHES, keys).map((visible) => ({ heading: { title: "Heading", visible } }))),
    });
  })
  .map((userInputs) => checkUserInputs({ trigger: { userInputs: clean(userInputs) } }))
  .filter((checked) => checked.ok)
  .map((checked) => checked.userInputs);

const anything = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>("x", "xy", "y", 1, 2, 3, true, false, ["x"], ["x", "y"], { x: 1 }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>("https://waymark.example", "ada@example.com", "2026-01-31T09:30:00Z"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>("", null, [], {}, "long text", "X", -1, ["x", "x"], [1], { x: "1" }),
  },
);

/** What somebody sends: values that fit their inputs or not, some left out, and now and then one of no input. */
export const sentFor = ({ properties: inputs }: UserInputs): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record(
      {
        ...Object.fromEntries(
          Object.entries(inputs).map(([key, definition]) => {
            const known = withoutDynamic(definition, "input");
            return [
              key,
              fc.oneof(
                { weight: 5, arbitrary: fc.constant<unknown>(undefined) },
                { weight: 4, arbitrary: fc.constant<unknown>(specOf(known).sample(known, specOf)) },
                { weight: 2, arbitrary: anything },
              ),
            ];
          }),
        ),
        unknown: fc.option(anything, { nil: undefined, freq: 30 }),
      },
      { requiredKeys: [] },
    )
    .map(clean);

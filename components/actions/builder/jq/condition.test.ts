import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateJq } from "@/server/kernel/jq";
import { CONDITION_OPERATORS, operandOf, readCondition, writeCondition } from "./condition";
import type { Condition, Literal } from "./condition";

const one = (
  path: string[],
  operator: (typeof CONDITION_OPERATORS)[number],
  ...values: Literal[]
): Condition => ({
  combinator: "and",
  comparisons: [{ path, operator, values }],
});

const literal = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.boolean(),
  fc.constant(null),
);
const comparison = fc.constantFrom(...CONDITION_OPERATORS).chain((operator) => {
  const operand = operandOf(operator);
  return fc.record({
    path: fc
      .tuple(fc.constantFrom("form", "entity", "user"), fc.string(), fc.string())
      .map((keys) => [...keys]),
    operator: fc.constant(operator),
    values:
      operand === "none"
        ? fc.constant<Literal[]>([])
        : fc.array(literal, { minLength: 1, maxLength: operand === "one" ? 1 : 4 }),
  });
});

describe("conditions as jq", () => {
  it("is written as a person would write it", () => {
    expect(writeCondition(one(["form", "env"], "is", "production"))).toBe('.form.env == "production"');
    expect(writeCondition(one(["form", "size-gb"], "atLeast", 10))).toBe('.form["size-gb"] >= 10');
    expect(
      writeCondition({
        combinator: "or",
        comparisons: [
          { path: ["form", "env"], operator: "in", values: ["staging", "production"] },
          { path: ["user", "mainRole"], operator: "is", values: ["Admin"] },
        ],
      }),
    ).toBe('(.form.env | IN("staging", "production")) or .user.mainRole == "Admin"');
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(
        fc.record({
          combinator: fc.constantFrom("and" as const, "or" as const),
          comparisons: fc.array(comparison, { minLength: 1, maxLength: 4 }),
        }),
        (condition) => {
          const read = readCondition(writeCondition(condition));
          const expected =
            condition.comparisons.length === 1 ? { ...condition, combinator: "and" } : condition;
          expect(read).toEqual(expected);
        },
      ),
    );
  });

  it("reads other spaces, and brackets for plain keys", () => {
    expect(readCondition(' .form["env"]=="production" ')).toEqual(one(["form", "env"], "is", "production"));
  });

  it.each([
    "",
    "true",
    ".form.env",
    ".form.env == .form.other",
    '.form.env == "a" and .form.env == "b" or .form.size > 1',
    '(.form.env == "a")',
    '.form.env == "a\\(.user.email)"',
    '.form.env == "open',
    "(.form.size != null and .form.other < 3)",
    ".form.list | length > 3",
    ".form.size-1 == 2",
  ])("leaves to jq what it did not write: %s", (program) => {
    expect(readCondition(program)).toBeNull();
  });

  it.each([
    [one(["form", "env"], "is", "production"), { env: "production" }, { env: "staging" }],
    [one(["form", "env"], "isNot", "production"), {}, { env: "production" }],
    [one(["form", "size"], "lessThan", 5), { size: 4 }, {}],
    [one(["form", "size"], "atMost", 5), { size: 5 }, { size: 6 }],
    [one(["form", "env"], "in", "a", "b"), { env: "b" }, { env: "c" }],
    [one(["form", "env"], "notIn", "a", "b"), { env: "c" }, { env: "a" }],
    [one(["form", "name"], "contains", "ay"), { name: "payments" }, {}],
    [one(["form", "name"], "containsNot", "ay"), {}, { name: "payments" }],
    [one(["form", "name"], "beginsWith", "pay"), { name: "payments" }, { name: null }],
    [one(["form", "name"], "endsWith", "s"), { name: "payments" }, { name: "x" }],
    [one(["form", "tags"], "has", "a"), { tags: ["a"] }, {}],
    [one(["form", "tags"], "hasNot", "a"), {}, { tags: ["b", "a"] }],
    [one(["form", "services"], "hasEntity", "x"), { services: [{ identifier: "x" }] }, { services: [] }],
    [one(["form", "services"], "hasNotEntity", "x"), { services: [] }, { services: [{ identifier: "x" }] }],
    [one(["form", "name"], "isEmpty"), { name: "" }, { name: false }],
    [one(["form", "name"], "isFilled"), { name: 0 }, { name: [] }],
  ])("means what it says: %#", async (condition, holds, doesNot) => {
    const program = writeCondition(condition);
    expect(await evaluateJq(program, { form: holds })).toBe(true);
    expect(await evaluateJq(program, { form: doesNot })).toBe(false);
  });
});

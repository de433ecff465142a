import type { Operator, Scalar } from "./schema";
import type { Comparison, Part, Test } from "./test";
import { describeClass, instantOf, type ValueClass } from "./values";

/** What a rule compares with, after contexts and presets are resolved. */
export interface Operand {
  values: Scalar[];
  /** The values were written as a list, which `=` takes for the whole list. */
  list: boolean;
  range: { from: number; to: number; dates: boolean } | null;
  /** From a context: what does not fit the type matches nothing, for the rule's author cannot know it. */
  context: boolean;
}

const PARTS: Partial<Record<Operator, Part>> = {
  contains: "contains",
  beginsWith: "begins",
  endsWith: "ends",
};

/** Operators that match exactly what their opposite does not. */
const OPPOSITES: Partial<Record<Operator, Operator>> = {
  "!=": "=",
  notIn: "in",
  notBetween: "between",
  doesNotContains: "contains",
  doesNotBeginsWith: "beginsWith",
  doesNotEndsWith: "endsWith",
  isNotEmpty: "isEmpty",
};

/** The operator without its negation. */
export function positive(operator: Operator): { operator: Operator; negated: boolean } {
  const opposite = OPPOSITES[operator];
  return opposite ? { operator: opposite, negated: true } : { operator, negated: false };
}

/** The value as values of this type are; undefined when it cannot be one. */
function coerced(value: string | number | boolean, item: ValueClass["item"]): (string | number | boolean)[] {
  switch (item) {
    case "text":
    case "instant":
      return [String(value)];
    case "number": {
      const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      return typeof read === "number" && Number.isFinite(read) ? [read] : [];
    }
    case "boolean":
      return value === true || value === "true"
        ? [true]
        : value === false || value === "false"
          ? [false]
          : [];
    case "any":
      return [value];
    case "object":
      return [];
  }
}

/** Tests of which one must pass, for a value of this class; none when the value can never fit. */
function equality(value: Scalar, { item, list }: ValueClass): Test[] {
  if (value === null) return [{ op: "none", blank: false }];
  if (item === "instant" && !list) {
    const than = instantOf(value);
    return than === null ? [] : [{ op: "instant", comparison: "=", than }];
  }
  const values = coerced(value, item);
  return values.length ? [{ op: list ? "has" : "is", values }] : [];
}

function part(value: Scalar, of: Part, { item, list }: ValueClass): Test[] {
  if (value === null || typeof value === "boolean") return [];
  if (list && of === "contains") return equality(value, { item, list });
  if (item !== "text" && item !== "any") return [];
  return [{ op: list ? "members" : "text", part: of, of: [String(value)] }];
}

function order(value: Scalar, comparison: Comparison, { item, list }: ValueClass): Test[] {
  if (list) return [];
  if (typeof value === "number")
    return item === "number" || item === "any" ? [{ op: "number", comparison, than: value }] : [];
  const than = instantOf(value);
  return than !== null && item !== "number" && item !== "boolean" && item !== "object"
    ? [{ op: "instant", comparison, than }]
    : [];
}

function forValue(operator: Operator, value: Scalar, of: ValueClass): Test[] {
  switch (operator) {
    case "=":
    case "in":
    case "containsAny":
    case "matchAny":
      return equality(value, of);
    case "contains":
    case "beginsWith":
    case "endsWith":
      return part(value, PARTS[operator]!, of);
    case ">":
    case ">=":
    case "<":
    case "<=":
      return order(value, operator, of);
    default:
      return [];
  }
}

export interface Refusal {
  /** Which of several values; null for all of it. */
  index: number | null;
  message: string;
}

/** Alternatives, each of which is a list of tests that must all pass. */
export type Alternatives = Test[][];

/**
 * What a positive operator asks of a value that has one of these classes. Refusals: values of the rule that could match
 * under none of them.
 */
export function testsFor(
  operator: Operator,
  operand: Operand,
  classes: ValueClass[],
  options: { blankIsEmpty: boolean; now: number },
): { alternatives: Alternatives; refusals: Refusal[] } {
  const kinds = () => [...new Set(classes.map(describeClass))].join(" or ");
  if (operator === "isEmpty") {
    return { alternatives: [[{ op: "none", blank: options.blankIsEmpty }]], refusals: [] };
  }
  if (operator === "isExpired" || operator === "isNotExpired") {
    const fits = classes.some(
      ({ item, list }) => !list && (item === "instant" || item === "text" || item === "any"),
    );
    const test: Test = {
      op: "instant",
      comparison: operator === "isExpired" ? "<=" : ">",
      than: options.now,
    };
    return fits
      ? { alternatives: [[test]], refusals: [] }
      : {
          alternatives: [],
          refusals: [{ index: null, message: `It is ${kinds()}; only a timer or a date expires.` }],
        };
  }
  if (operand.range) return rangeTests(operand.range, classes, kinds);
  if (operator === "=" && operand.list && classes.some((c) => c.list)) {
    const scalars = classes.filter((c) => !c.list);
    const rest = scalars.length ? testsFor("in", operand, scalars, options).alternatives : [];
    return { alternatives: [[{ op: "same", value: operand.values }], ...rest], refusals: [] };
  }
  const alternatives: Alternatives = [];
  const refusals: Refusal[] = [];
  for (const [i, value] of operand.values.entries()) {
    const tests = classes.flatMap((of) => forValue(operator, value, of));
    alternatives.push(...tests.map((test) => [test]));
    if (tests.length === 0 && value !== null && !operand.context)
      refusals.push({
        index: operand.values.length > 1 || operand.list ? i : null,
        message: `"${operator}" ${JSON.stringify(value)} can never match: the value is ${kinds()}.`,
      });
  }
  return { alternatives: merged(alternatives), refusals };
}

function rangeTests(
  { from, to, dates }: NonNullable<Operand["range"]>,
  classes: ValueClass[],
  kinds: () => string,
): { alternatives: Alternatives; refusals: Refusal[] } {
  const fits = classes.some(
    ({ item, list }) =>
      !list && (item === "any" || (dates ? item === "instant" || item === "text" : item === "number")),
  );
  if (!fits)
    return {
      alternatives: [],
      refusals: [
        {
          index: null,
          message: `It is ${kinds()}, which never lies between two ${dates ? "dates" : "numbers"}.`,
        },
      ],
    };
  const op = dates ? "instant" : "number";
  return {
    alternatives: [
      [
        { op, comparison: ">=", than: from },
        { op, comparison: "<=", than: to },
      ],
    ],
    refusals: [],
  };
}

/** Single tests of the same kind over several values become one test. */
function merged(alternatives: Alternatives): Alternatives {
  const byKind = new Map<string, Test>();
  const rest: Alternatives = [];
  for (const tests of alternatives) {
    const [test] = tests;
    if (tests.length !== 1 || !test) rest.push(tests);
    else if (test.op === "is" || test.op === "has") {
      const known = byKind.get(test.op);
      if (known && "values" in known) known.values = [...new Set([...known.values, ...test.values])];
      else byKind.set(test.op, { ...test });
    } else if (test.op === "text" || test.op === "members") {
      const known = byKind.get(test.op + test.part);
      if (known && "of" in known) known.of.push(...test.of);
      else byKind.set(test.op + test.part, { ...test, of: [...test.of] });
    } else byKind.set(JSON.stringify(test), test);
  }
  return [...[...byKind.values()].map((test) => [test]), ...rest];
}

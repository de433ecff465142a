import type { Preset } from "@/server/catalog/core/query/schema";
import type { Shape } from "./fields";

/** What stands on the right of an operator. */
export type Operand = "none" | "one" | "many" | "range";

export interface Operator {
  id: string;
  label: string;
  operand: Operand;
}

const operator = (id: string, label: string, operand: Operand): Operator => ({ id, label, operand });

const empty = [operator("isEmpty", "is empty", "none"), operator("isNotEmpty", "has a value", "none")];
const equal = [operator("=", "is", "one"), operator("!=", "is not", "one")];
const among = [operator("in", "is any of", "many"), operator("notIn", "is none of", "many")];
const dates = [
  operator("between", "is within", "range"),
  operator("notBetween", "is outside of", "range"),
  operator(">", "is after", "one"),
  operator("<", "is before", "one"),
];

const OPERATORS: Record<Shape, readonly Operator[]> = {
  text: [
    operator("contains", "contains", "one"),
    operator("doesNotContains", "does not contain", "one"),
    ...equal,
    ...among,
    operator("beginsWith", "begins with", "one"),
    operator("doesNotBeginsWith", "does not begin with", "one"),
    operator("endsWith", "ends with", "one"),
    operator("doesNotEndsWith", "does not end with", "one"),
    ...empty,
  ],
  choice: [...among, ...equal, ...empty],
  number: [
    operator("=", "equals", "one"),
    operator("!=", "differs from", "one"),
    operator(">", "is more than", "one"),
    operator(">=", "is at least", "one"),
    operator("<", "is less than", "one"),
    operator("<=", "is at most", "one"),
    operator("between", "is between", "range"),
    operator("notBetween", "is not between", "range"),
    ...among,
    ...empty,
  ],
  boolean: [...equal, ...empty],
  date: [...dates, ...empty],
  timer: [
    operator("isExpired", "has expired", "none"),
    operator("isNotExpired", "has not expired", "none"),
    ...dates,
    ...empty,
  ],
  user: [...equal, ...among, ...empty],
  team: [...equal, ...among, ...empty],
  entity: [...equal, ...among, ...empty],
  list: [
    operator("containsAny", "has any of", "many"),
    operator("notIn", "has none of", "many"),
    operator("contains", "has", "one"),
    operator("doesNotContains", "does not have", "one"),
    ...empty,
  ],
  other: [...empty, operator("contains", "contains", "one")],
};

/** Operators that fit a kind of value, the usual one first. */
export const operatorsOf = (shape: Shape): readonly Operator[] => OPERATORS[shape];

/** The operator of a rule, also one that is not offered for its field and came from elsewhere. */
export function operatorOf(shape: Shape, id: unknown): Operator {
  const name = typeof id === "string" ? id : "";
  return (
    OPERATORS[shape].find((one) => one.id === name) ??
    Object.values(OPERATORS)
      .flat()
      .find((one) => one.id === name) ??
    (name === "matchAny" ? operator(name, "matches any of", "many") : undefined) ?? {
      id: name,
      label: name || "…",
      operand: "one",
    }
  );
}

const SPANS: Record<Preset, string> = {
  today: "today",
  yesterday: "yesterday",
  tomorrow: "tomorrow",
  lastDay: "the last 24 hours",
  lastWeek: "the last week",
  last2Weeks: "the last 2 weeks",
  lastMonth: "the last month",
  last3Months: "the last 3 months",
  last6Months: "the last 6 months",
  last12Months: "the last 12 months",
  last2Years: "the last 2 years",
  last3Years: "the last 3 years",
  nextDay: "the next 24 hours",
  nextWeek: "the next week",
  next2Weeks: "the next 2 weeks",
  nextMonth: "the next month",
  next3Months: "the next 3 months",
  next6Months: "the next 6 months",
  next12Months: "the next 12 months",
};

/** Spans of time by name, as published, in the words of a person. */
export const SPAN_OPTIONS: readonly { value: string; label: string }[] = Object.entries(SPANS).map(
  ([value, label]) => ({ value, label }),
);

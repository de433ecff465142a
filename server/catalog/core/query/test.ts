import { equalJson } from "@/server/properties/equal";
import { instantOf } from "./values";

export type Comparison = "=" | ">" | ">=" | "<" | "<=";
export type Part = "contains" | "begins" | "ends";

/** One question about one JSON value, already of the type that it asks for. No value passes none but `none`. */
export type Test =
  /** Is one of these. */
  | { op: "is"; values: (string | number | boolean)[] }
  /** Is a list with one of these. */
  | { op: "has"; values: (string | number | boolean)[] }
  /** Is this list. */
  | { op: "same"; value: unknown[] }
  | { op: "number"; comparison: Comparison; than: number }
  /** Ms since 1970, of a text that names an instant. */
  | { op: "instant"; comparison: Comparison; than: number }
  /** A text that has one of these, without regard to case. */
  | { op: "text"; part: Part; of: string[] }
  /** A list with such a text. */
  | { op: "members"; part: Part; of: string[] }
  /** No value; with `blank` also an empty text, list or object. */
  | { op: "none"; blank: boolean };

function compare(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case "=":
      return left === right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
  }
}

function hasPart(text: string, part: Part, wanted: string): boolean {
  const [whole, piece] = [text.toLowerCase(), wanted.toLowerCase()];
  return part === "contains"
    ? whole.includes(piece)
    : part === "begins"
      ? whole.startsWith(piece)
      : whole.endsWith(piece);
}

function isBlank(value: unknown): boolean {
  if (value === "") return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.keys(value).length === 0;
}

/** Does the value pass the test? */
export function passes(test: Test, value: unknown): boolean {
  if (test.op === "none") return value === undefined || value === null || (test.blank && isBlank(value));
  switch (test.op) {
    case "is":
      return test.values.some((wanted) => wanted === value);
    case "has":
      return Array.isArray(value) && test.values.some((wanted) => value.includes(wanted));
    case "same":
      return Array.isArray(value) && equalJson(value, test.value);
    case "number":
      return typeof value === "number" && compare(value, test.comparison, test.than);
    case "instant": {
      const at = instantOf(value);
      return at !== null && compare(at, test.comparison, test.than);
    }
    case "text":
      return typeof value === "string" && test.of.some((wanted) => hasPart(value, test.part, wanted));
    case "members":
      return (
        Array.isArray(value) &&
        value.some(
          (member) =>
            typeof member === "string" && test.of.some((wanted) => hasPart(member, test.part, wanted)),
        )
      );
  }
}

import { readPath, readString, writePath } from "./paths";
import type { JqPath } from "./paths";
import { tokensOf } from "./tokens";
import type { Token } from "./tokens";

/**
 * How a value compares. Each is written by one template, and read by the same: `P` stands for the place of the value, `V`
 * for what it is compared with, `L` for several of those.
 */
const TEMPLATES = {
  is: "P == V",
  isNot: "P != V",
  moreThan: "P > V",
  atLeast: "P >= V",
  // Nothing is less than everything in jq; a person means a number that is less.
  lessThan: "(P != null and P < V)",
  atMost: "(P != null and P <= V)",
  in: "(P | IN(L))",
  notIn: "(P | IN(L) | not)",
  contains: '(P // "" | contains(V))',
  containsNot: '(P // "" | contains(V) | not)',
  beginsWith: '(P // "" | startswith(V))',
  endsWith: '(P // "" | endswith(V))',
  has: "(P // [] | any(. == V))",
  hasNot: "(P // [] | all(. != V))",
  hasEntity: "(P // [] | any(.identifier == V))",
  hasNotEntity: "(P // [] | all(.identifier != V))",
  isEmpty: '(P | . == null or . == "" or . == [])',
  isFilled: '(P | . == null or . == "" or . == [] | not)',
} as const;
export type ConditionOperator = keyof typeof TEMPLATES;
export const CONDITION_OPERATORS = Object.keys(TEMPLATES) as ConditionOperator[];

export type Literal = string | number | boolean | null;

/** Whether an operator compares with nothing, one value or several. */
export const operandOf = (operator: ConditionOperator): "none" | "one" | "many" =>
  TEMPLATES[operator].includes("L") ? "many" : /\bV\b/.test(TEMPLATES[operator]) ? "one" : "none";

export interface Comparison {
  path: JqPath;
  operator: ConditionOperator;
  /** None, one or several, as the operator asks. */
  values: readonly Literal[];
}

/** What a person can say without jq: comparisons that all hold, or of which one does. */
export interface Condition {
  combinator: "and" | "or";
  comparisons: readonly Comparison[];
}

/** The condition as jq that gives true or false. It has at least one comparison. */
export const writeCondition = ({ combinator, comparisons }: Condition): string =>
  comparisons.map(writeComparison).join(` ${combinator} `);

function writeComparison({ path, operator, values }: Comparison): string {
  const list = values.map((value) => JSON.stringify(value)).join(", ");
  return TEMPLATES[operator].replace(/\b[PVL]\b/g, (name) =>
    name === "P" ? writePath(path) : operandOf(operator) === "one" ? JSON.stringify(values[0] ?? null) : list,
  );
}

/** Reads what `writeCondition` writes, whatever its spaces; null for any other program, which stays jq. */
export function readCondition(program: string): Condition | null {
  const tokens = tokensOf(program);
  if (!tokens || tokens.length === 0) return null;
  const parts: Token[][] = [[]];
  const joints = new Set<string>();
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(" || token.text === "[") depth += 1;
    if (token.text === ")" || token.text === "]") depth -= 1;
    if (depth === 0 && token.kind === "word" && (token.text === "and" || token.text === "or")) {
      joints.add(token.text);
      parts.push([]);
    } else parts.at(-1)?.push(token);
  }
  if (joints.size > 1) return null;
  const comparisons = parts.map(readComparison);
  if (!comparisons.every((one) => one !== null)) return null;
  return { combinator: joints.has("or") ? "or" : "and", comparisons };
}

function readComparison(tokens: readonly Token[]): Comparison | null {
  for (const operator of CONDITION_OPERATORS) {
    const found = match(tokensOf(TEMPLATES[operator]) ?? [], tokens);
    if (found) return { ...found, operator };
  }
  return null;
}

/** Whether pieces are those of a template, and what stands in the places that it leaves open. */
function match(template: readonly Token[], tokens: readonly Token[]): Omit<Comparison, "operator"> | null {
  let path: JqPath | null = null;
  const values: Literal[] = [];
  let at = 0;
  for (const expected of template) {
    if (expected.text === "P") {
      const read = readPath(tokens, at);
      if (!read || (path && JSON.stringify(path) !== JSON.stringify(read.path))) return null;
      path = read.path;
      at += read.length;
    } else if (expected.text === "V" || expected.text === "L") {
      for (;;) {
        const value = readLiteral(tokens[at]);
        if (value === undefined) return null;
        values.push(value);
        at += 1;
        if (expected.text === "V" || tokens[at]?.text !== ",") break;
        at += 1;
      }
    } else if (tokens[at]?.text === expected.text) at += 1;
    else return null;
  }
  return path && at === tokens.length ? { path, values } : null;
}

function readLiteral(token: Token | undefined): Literal | undefined {
  if (token?.kind === "string") return readString(token.text) ?? undefined;
  if (token?.kind === "number") return Number(token.text);
  if (token?.kind !== "word") return undefined;
  return { true: true, false: false, null: null }[token.text];
}

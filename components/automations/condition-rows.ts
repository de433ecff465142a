import { readCondition, writeCondition } from "@/components/actions/builder/jq/condition";
import type { Comparison, Literal } from "@/components/actions/builder/jq/condition";
import { readPath, writePath } from "@/components/actions/builder/jq/paths";
import type { JqPath } from "@/components/actions/builder/jq/paths";
import { tokensOf } from "@/components/actions/builder/jq/tokens";

/** One expression of a condition as a person can say it; `place` is below `.diff.before` and `.diff.after`. */
export type ConditionRow =
  | { kind: "changes"; place: JqPath }
  | { kind: "becomes"; place: JqPath; value: Literal }
  | { kind: "compares"; comparison: Comparison }
  | { kind: "jq"; text: string };

const AFTER: JqPath = ["diff", "after"];
const BEFORE: JqPath = ["diff", "before"];

/** The row as jq that gives true or false. */
export function writeRow(row: ConditionRow): string {
  switch (row.kind) {
    case "changes":
      return `${writePath([...BEFORE, ...row.place])} != ${writePath([...AFTER, ...row.place])}`;
    case "becomes":
      return writeCondition({
        combinator: "and",
        comparisons: [
          { path: [...BEFORE, ...row.place], operator: "isNot", values: [row.value] },
          { path: [...AFTER, ...row.place], operator: "is", values: [row.value] },
        ],
      });
    case "compares":
      return writeCondition({ combinator: "and", comparisons: [row.comparison] });
    case "jq":
      return row.text;
  }
}

/** Reads what `writeRow` writes, whatever its spaces; any other program stays jq. */
export function readRow(expression: string): ConditionRow {
  const place = changedPlace(expression);
  if (place) return { kind: "changes", place };
  const condition = readCondition(expression);
  const [first, second] = condition?.comparisons ?? [];
  if (first && !second && sideOf(first.path)) return { kind: "compares", comparison: first };
  if (first && second && condition?.comparisons.length === 2 && condition.combinator === "and") {
    const was = placeBelow(BEFORE, first.path);
    const is = placeBelow(AFTER, second.path);
    const value = second.values[0];
    if (
      was &&
      is &&
      writePath(was) === writePath(is) &&
      first.operator === "isNot" &&
      second.operator === "is" &&
      value !== undefined &&
      first.values[0] === value
    )
      return { kind: "becomes", place: is, value };
  }
  return { kind: "jq", text: expression };
}

/** On which side of the change a path is; null: on none. */
export const sideOf = (path: JqPath): "before" | "after" | null =>
  placeBelow(AFTER, path) ? "after" : placeBelow(BEFORE, path) ? "before" : null;

export const atSide = (side: "before" | "after", place: JqPath): JqPath => [
  ...(side === "after" ? AFTER : BEFORE),
  ...place,
];

/** What of a path is below a side of the change. */
export const placeOfPath = (path: JqPath): JqPath | null =>
  placeBelow(AFTER, path) ?? placeBelow(BEFORE, path);

function placeBelow(root: JqPath, path: JqPath): JqPath | null {
  return path.length > root.length && root.every((key, i) => path[i] === key)
    ? path.slice(root.length)
    : null;
}

/** The place in `.diff.before.x != .diff.after.x`, in either order. */
function changedPlace(expression: string): JqPath | null {
  const tokens = tokensOf(expression) ?? [];
  const left = readPath(tokens, 0);
  if (!left || tokens[left.length]?.text !== "!=") return null;
  const right = readPath(tokens, left.length + 1);
  if (!right || left.length + 1 + right.length !== tokens.length) return null;
  if (sideOf(left.path) === sideOf(right.path)) return null;
  const [one, other] = [placeOfPath(left.path), placeOfPath(right.path)];
  return one && other && writePath(one) === writePath(other) ? one : null;
}

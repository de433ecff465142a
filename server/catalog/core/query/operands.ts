import type { Issue } from "@/server/kernel/errors";
import type { Path } from "./check-keys";
import type { Scope } from "./resolve";
import type { ContextReference, Range, RuleValue, Scalar } from "./schema";
import type { Operand } from "./tests-for";
import { instantOf, presetRange } from "./values";
import { contextClass, contextValues, teamNames } from "./viewer";

const DYNAMIC = /^\{\{\s*(getUserTeams\(\)|getUserEmail\(\)|getUserFullName\(\)|blueprint)\s*\}\}$/;

const isContext = (value: unknown): value is ContextReference =>
  typeof value === "object" && value !== null && "context" in value;

/** What sort of people or teams the compared property names; "My Teams" and "Me" mean the viewer there alone. */
export type Names = "team" | "user" | "creator" | null;

/** The values that a rule compares with; faults have the path of the value. */
export function operandOf(
  scope: Scope,
  value: RuleValue | undefined,
  names: Names,
  path: Path,
): { operand: Operand; issues: Issue[] } {
  const operand: Operand = { values: [], list: false, range: null, context: false };
  if (isContext(value)) {
    const found = contextClass(scope.model, value, path);
    if ("issue" in found) return { operand, issues: [found.issue] };
    return { operand: { ...operand, values: contextValues(scope.viewer, value), context: true }, issues: [] };
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    if ("jqQuery" in value)
      return {
        operand,
        issues: [{ path, message: "A computed value stands in forms alone. Give the value itself." }],
      };
    return { operand: { ...operand, range: rangeOf(value, scope.now) }, issues: [] };
  }
  const written = Array.isArray(value) ? value : [value ?? null];
  const issues: Issue[] = [];
  let dynamic = false;
  const values = written.flatMap((item): Scalar[] => {
    const meant = typeof item === "string" ? meaning(scope, item, names) : null;
    if (!meant) return [item];
    dynamic = true;
    if ("fault" in meant) issues.push({ path, message: meant.fault });
    return "fault" in meant ? [] : meant.values;
  });
  return {
    operand: { values, list: Array.isArray(value) && !dynamic, range: null, context: dynamic },
    issues,
  };
}

function rangeOf(range: Range, now: Date): NonNullable<Operand["range"]> {
  if ("preset" in range) return { ...presetRange(range.preset, now), dates: true };
  if (typeof range.from === "number") return { from: range.from, to: Number(range.to), dates: false };
  // Both were checked to be instants; the year 0 is none, and lies before everything.
  return { from: instantOf(range.from) ?? -Infinity, to: instantOf(range.to) ?? -Infinity, dates: true };
}

/** The values that a text stands for, when it is one of the dynamic values; null when it means itself. */
function meaning(scope: Scope, text: string, names: Names): { values: Scalar[] } | { fault: string } | null {
  const { viewer, blueprint } = scope;
  const known = (value: string | null) => ({ values: value === null ? [] : [value] });
  if (names === "team" && text === "My Teams") return { values: teamNames(viewer) };
  if (names === "user" && text === "Me") return known(viewer.email);
  if (names === "creator" && text === "Me") return known(viewer.id);
  switch (DYNAMIC.exec(text)?.[1]) {
    case "getUserTeams()":
      return { values: teamNames(viewer) };
    case "getUserEmail()":
      return known(viewer.email);
    case "getUserFullName()":
      return known(viewer.name);
    case "blueprint":
      return blueprint
        ? known(blueprint)
        : {
            fault:
              "{{blueprint}} stands for the blueprint of a page, and there is none here. Name the blueprint.",
          };
    default:
      return null;
  }
}

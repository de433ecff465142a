import type { Issue } from "@/server/kernel/errors";
import type { Path } from "./spec";

/** Deeper values are nobody's data, and would exhaust the stack of whatever walks them. */
const MAX_DEPTH = 64;
const HALF_PAIR = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Faults that keep JSON from being stored: NUL characters and half surrogate pairs (PostgreSQL refuses both), keys that
 * would touch an object's prototype, and nesting beyond 64 levels. Stops at the first ten.
 */
export function storableIssues(value: unknown, at: Path = []): Issue[] {
  const issues: Issue[] = [];
  walk(value, at, 0, issues);
  return issues;
}

const isUnstorable = (text: string) => text.includes("\0") || HALF_PAIR.test(text);

function walk(value: unknown, at: Path, depth: number, issues: Issue[]): void {
  if (issues.length >= 10) return;
  if (typeof value === "string") {
    if (isUnstorable(value))
      issues.push({
        path: at,
        message: "Contains a NUL character or half of a surrogate pair, which cannot be stored. Remove it.",
      });
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (depth >= MAX_DEPTH) {
    issues.push({ path: at, message: `Is nested more than ${MAX_DEPTH} levels deep. Make it flatter.` });
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    if (key === "__proto__" || isUnstorable(key))
      issues.push({ path: at, message: "Has a key that cannot be stored. Rename it." });
    else walk(member, path, depth + 1, issues);
  }
}

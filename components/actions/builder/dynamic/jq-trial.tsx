"use client";

/** Tries an expression out on the form as it is. */
export function JqTrial({ expression: _expression }: { expression: string }) {
  return null;
}

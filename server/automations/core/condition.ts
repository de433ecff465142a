import type { AutomationTrigger } from "@/server/actions/schema";

/** What one expression of a condition came to. */
export interface ExpressionResult {
  expression: string;
  /** What it gave; undefined when it failed. */
  value?: unknown;
  /** Why it failed. */
  fault?: string;
}

/** Whether an event sets an automation off, and if not, why. */
export type Decision = { fires: true } | { fires: false; failed: boolean; reason: string };

/**
 * Puts the results of a condition together. An expression counts as met by `true` alone. One that failed decides nothing by
 * itself: with "or" another may be met; with "and" nothing can be.
 */
export function decide(
  combinator: NonNullable<AutomationTrigger["condition"]>["combinator"],
  results: readonly ExpressionResult[],
): Decision {
  const met = results.filter(({ value }) => value === true);
  if (results.length === 0 || met.length === results.length) return { fires: true };
  if (combinator === "or" && met.length > 0) return { fires: true };
  const broken = results.find(({ fault }) => fault !== undefined);
  if (broken)
    return {
      fires: false,
      failed: true,
      reason: `The expression ${broken.expression} failed: ${broken.fault}`,
    };
  const unmet = results.find(({ value }) => value !== true);
  return {
    fires: false,
    failed: false,
    reason:
      combinator === "or"
        ? "No expression of the condition is true."
        : `The expression ${unmet!.expression} is ${shown(unmet!.value)}, not true.`,
  };
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

import { evaluateJq, JqError } from "@/server/kernel/jq";
import { storableIssues } from "@/server/properties/storable";
import type { CalculationPlan } from "../../core/computed/plan";
import { resultFault } from "../../core/computed/result";

export type Outcome = { value: unknown } | { fault: string };

/** After so many times in a row that an expression did not end, it rests: each try costs half a second. */
const TRIES = 3;
const REST_MS = 60_000;
const resting = new Map<string, { stopped: number; until: number }>();

/**
 * Evaluates a calculation on an entity as the API shows it. Out: its value, null for none; or why there is none: the
 * expression failed, did not end and was stopped, or gave a value of another type.
 */
export async function calculate(
  { expression, type }: Pick<CalculationPlan, "expression" | "type">,
  input: unknown,
): Promise<Outcome> {
  const rest = resting.get(expression);
  if (rest && rest.stopped >= TRIES && Date.now() < rest.until)
    return {
      fault: `The expression did not end ${TRIES} times in a row, so it is not tried for a minute. Make it simpler.`,
    };
  try {
    const value = (await evaluateJq(expression, input)) ?? null;
    resting.delete(expression);
    const fault = resultFault(type, value) ?? storableIssues(value)[0]?.message;
    return fault ? { fault } : { value };
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    if (error.kind === "timeout" || error.kind === "memory")
      resting.set(expression, { stopped: (rest?.stopped ?? 0) + 1, until: Date.now() + REST_MS });
    return { fault: error.message };
  }
}

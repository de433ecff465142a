import type { AutomationTrigger } from "@/server/actions/schema";
import { evaluateJq, JqError } from "@/server/kernel/jq";
import type { ExpressionResult } from "../core/condition";
import type { AutomationEvent } from "../schema";

/** Evaluates the expressions of a condition against an event, each by itself. Without a condition there are none. */
export async function evaluateCondition(
  condition: AutomationTrigger["condition"],
  event: AutomationEvent,
): Promise<ExpressionResult[]> {
  // Payloads know the event as `.event`, so conditions may name it so too.
  const input = { ...event, event };
  return Promise.all(
    (condition?.expressions ?? []).map(async (expression): Promise<ExpressionResult> => {
      try {
        return { expression, value: await evaluateJq(expression, input) };
      } catch (error) {
        if (error instanceof JqError) return { expression, fault: error.message };
        throw error;
      }
    }),
  );
}

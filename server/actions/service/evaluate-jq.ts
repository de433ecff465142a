import { evaluateJq, JqError } from "@/server/kernel/jq";

/** What an expression of a form gave, or why it gave nothing. */
export type Outcome = { value: unknown; fault?: undefined } | { value?: undefined; fault: string };

/** Evaluates an expression of a form. A fault of the expression is a result; whatever else goes wrong is thrown. */
export async function outcomeOf(
  expression: string,
  context: FormContext,
  { isSecond = false } = {},
): Promise<Outcome> {
  try {
    return { value: await evaluateJq(expression, context) };
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    // A machine that is busy can starve an expression that is quick by itself: a form is not refused for that.
    if (error.kind === "timeout" && !isSecond) return outcomeOf(expression, context, { isSecond: true });
    return { fault: error.message };
  }
}

/** What the expressions of a form see. Entities that were chosen are there as a whole, as the person may read them. */
export interface FormContext {
  form: Record<string, unknown>;
  entity: Record<string, unknown> | null;
  user: Record<string, unknown>;
}

import { formatMoney } from "@/components/ui/format";
import type { Tone } from "@/components/ui/status";
import type { BudgetState, EstimateSource } from "@/server/cost/schema";

/** A decimal text of money as people read it; the exact text stays with the server. */
export const amountWords = (text: string, currency: string): string => formatMoney(Number(text), currency);

/** What a request changes: "adds $84.00 a month". */
export function changeWords(monthly: string, currency: string): string {
  const value = Number(monthly);
  if (value === 0) return "Adds nothing to the monthly cost";
  return value > 0
    ? `Adds ${formatMoney(value, currency)} a month`
    : `Gives back ${formatMoney(-value, currency)} a month`;
}

export const stateLooks: Record<
  BudgetState,
  { label: string; tone: Tone; icon: "check" | "alert" | "hand" | "cross" }
> = {
  ok: { label: "In budget", tone: "success", icon: "check" },
  warn: { label: "Nearly used", tone: "warning", icon: "alert" },
  extra_approval: { label: "Needs extra approval", tone: "warning", icon: "hand" },
  blocked: { label: "Blocked", tone: "danger", icon: "cross" },
};

/** How a budget stands that nothing is asked of: beyond what its levels say, whether more is used than there is, or will be. */
export function budgetLook(
  budget: Record<"amount" | "exceptions" | "committed" | "reserved" | "actual", string> & {
    state: BudgetState;
  },
  forecast: number | null = null,
): (typeof stateLooks)[BudgetState] {
  const whole = Number(budget.amount) + Number(budget.exceptions);
  const used = Math.max(Number(budget.committed), Number(budget.actual)) + Number(budget.reserved);
  if (budget.state === "blocked" || budget.state === "extra_approval") return stateLooks[budget.state];
  if (used > whole) return { label: "Over budget", tone: "danger", icon: "cross" };
  if (budget.state === "ok" && forecast !== null && forecast > whole)
    return { label: "Forecast above", tone: "warning", icon: "alert" };
  return stateLooks[budget.state];
}

/** Where the figures of an estimate come from. */
export const sourceWords: Record<EstimateSource, string> = {
  rate_card: "Estimate by the rate card of the action",
  plan: "Estimate by the plan and the price table",
  infracost: "Estimate by Infracost",
  none: "No estimate",
};

import { StatusBadge } from "@/components/ui/status-badge";
import type { BudgetVerdict } from "@/server/cost/schema";
import { amountWords, stateLooks } from "./amounts";
import { BudgetBar } from "./budget-bar";

/** What each budget says of a request: how much is left with it, and what stands in the way. */
export function BudgetVerdicts({ verdicts }: { verdicts: readonly BudgetVerdict[] }) {
  return (
    <ul aria-label="Budgets" className="grid gap-3">
      {verdicts.map((verdict) => {
        const look = stateLooks[verdict.state];
        const whole = String(Number(verdict.amount) + Number(verdict.exceptions));
        return (
          <li key={verdict.budget} className="grid min-w-0 gap-1">
            <span className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-2">
              <span className="text-foreground min-w-0 font-medium break-words">{verdict.title}</span>
              <StatusBadge tone={look.tone} icon={look.icon} variant="plain">
                {look.label}
              </StatusBadge>
            </span>
            <BudgetBar {...verdict} />
            <span className="text-muted-foreground tabular text-xs">
              {amountWords(verdict.left, verdict.currency)} of {amountWords(whole, verdict.currency)} a month{" "}
              {verdict.adds === null ? "left" : "left with it"}
            </span>
            {(verdict.state !== "ok" || verdict.adds === null) && (
              <span className="text-muted-foreground text-xs break-words">{verdict.message}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

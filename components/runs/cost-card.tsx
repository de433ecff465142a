import { SectionCard } from "@/components/ui/card";
import { formatMoney } from "@/components/ui/format";
import { StatusBadge } from "@/components/ui/status-badge";
import type { StatusIcon, Tone } from "@/components/ui/status";
import type { BudgetState } from "@/server/cost/schema";
import type { RunView } from "./run-types";

const STATES: Record<BudgetState, { label: string; tone: Tone; icon: StatusIcon }> = {
  ok: { label: "Within budget", tone: "success", icon: "check" },
  warn: { label: "Nearly used up", tone: "warning", icon: "alert" },
  extra_approval: { label: "Needs extra approval", tone: "warning", icon: "hand" },
  blocked: { label: "Blocked", tone: "danger", icon: "cross" },
};

const signed = (amount: string, currency: string): string =>
  `${amount.startsWith("-") ? "" : "+"}${formatMoney(Number(amount), currency)}`;

/** What the run adds to the monthly cost, and what the budgets said of it. Nothing is shown where nothing was estimated. */
export function CostCard({ run }: { run: Pick<RunView, "estimate" | "budgetVerdicts"> }) {
  const { estimate } = run;
  const verdicts = run.budgetVerdicts ?? [];
  if ((!estimate || estimate.source === "none") && verdicts.length === 0) return null;
  return (
    <SectionCard title="Cost" description="An estimate for a month, not a bill.">
      <div className="grid gap-4">
        {estimate && estimate.monthly !== null && (
          <p className="text-lg font-semibold">
            {signed(estimate.monthly, estimate.currency)}
            <span className="text-muted-foreground text-sm font-normal"> a month</span>
          </p>
        )}
        {estimate && estimate.lines.length > 0 && (
          <ul className="grid gap-1.5">
            {estimate.lines.map((line, index) => (
              <li key={index} className="flex min-w-0 justify-between gap-2">
                <span className="min-w-0">
                  <span className="block break-words">{line.label}</span>
                  <span className="text-muted-foreground block text-xs break-words">{line.basis}</span>
                </span>
                <span className="tabular shrink-0">{signed(line.monthly, estimate.currency)}</span>
              </li>
            ))}
          </ul>
        )}
        {verdicts.length > 0 && (
          <ul aria-label="Budgets" className="grid gap-2">
            {verdicts.map((verdict) => {
              const { label, tone, icon } = STATES[verdict.state];
              return (
                <li key={verdict.budget} className="grid gap-0.5">
                  <span className="flex flex-wrap items-baseline justify-between gap-x-2">
                    <span className="min-w-0 font-medium break-words">{verdict.title}</span>
                    <StatusBadge tone={tone} icon={icon} variant="plain">
                      {label}
                    </StatusBadge>
                  </span>
                  <span className="text-muted-foreground text-xs break-words">{verdict.message}</span>
                </li>
              );
            })}
          </ul>
        )}
        {estimate && estimate.notCovered.length > 0 && (
          <div className="text-muted-foreground text-xs">
            <p className="font-medium">Not covered</p>
            <ul className="list-disc pl-4">
              {estimate.notCovered.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </SectionCard>
  );
}

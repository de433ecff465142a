import { SectionCard } from "@/components/ui/card";
import type { BudgetVerdict, CostEstimate } from "@/server/cost/schema";
import { BudgetVerdicts } from "./budget-verdicts";
import { EstimateView } from "./estimate-view";

interface RunCostProps {
  estimate: CostEstimate | null;
  verdicts: readonly BudgetVerdict[] | null;
}

/** What a run costs and what the budgets said of it, for its page and for its approvers. Nothing before it was checked. */
export function RunCost({ estimate, verdicts }: RunCostProps) {
  if (!estimate) return null;
  return (
    <SectionCard title="Cost">
      <div className="grid gap-4">
        <EstimateView estimate={estimate} />
        {verdicts && verdicts.length > 0 && <BudgetVerdicts verdicts={verdicts} />}
      </div>
    </SectionCard>
  );
}

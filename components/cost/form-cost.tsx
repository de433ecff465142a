"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { BudgetVerdicts } from "./budget-verdicts";
import { EstimateView } from "./estimate-view";

interface FormCostProps {
  action: string;
  entity: string | undefined;
  /** What would be sent, without secrets, once it has stopped changing. */
  properties: Record<string, unknown>;
}

/** What a request would cost and what is left for it, while it is filled in. */
export function FormCost({ action, entity, properties }: FormCostProps) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.actions.cost.queryOptions(
      { identifier: action, properties, ...(entity && { entity }) },
      { placeholderData: keepPreviousData, staleTime: 5_000 },
    ),
  );
  if (query.error) return <span className="text-warning">{readFailure(query.error).message}</span>;
  if (!query.data) return <span>Estimating…</span>;
  const { estimate, budgets, afterPlan } = query.data;
  return (
    <div className="grid gap-3" aria-live="polite">
      {estimate.source === "none" ? (
        <p>
          {afterPlan ? "Estimated from the plan, after the request." : "No estimate for this action yet."}
        </p>
      ) : (
        <EstimateView estimate={estimate} />
      )}
      {budgets.length > 0 && <BudgetVerdicts verdicts={budgets} />}
    </div>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { bucketLabel } from "@/components/charts/format-value";
import { amountWords, budgetLook } from "@/components/cost/amounts";
import { scopeLabel } from "@/components/settings/budgets/budget-types";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { formatMoney } from "@/components/ui/format";
import { StatusBadge } from "@/components/ui/status-badge";

/** Each budget with what is billed, committed and to come: estimates and bills side by side, never added up. */
export function BudgetsFigure() {
  const trpc = useTRPC();
  const query = useQuery(trpc.costs.budgets.queryOptions());
  return (
    <SectionCard
      title="Budgets"
      description="Billed so far this month, committed by what was made, and what the last billed month will come to."
    >
      <QueryState
        query={query}
        what="the budgets"
        isEmpty={(all) => all.length === 0}
        empty={<p className="text-muted-foreground">No budget is set for you or your teams.</p>}
      >
        {(budgets) => (
          <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Budgets">
            <table className="tabular w-full text-sm">
              <thead>
                <tr className="text-muted-foreground border-b text-left text-xs">
                  <th scope="col" className="py-1 pr-3 font-medium">
                    Budget
                  </th>
                  <th scope="col" className="hidden py-1 pr-3 text-right font-medium sm:table-cell">
                    A month
                  </th>
                  <th scope="col" className="hidden py-1 pr-3 text-right font-medium sm:table-cell">
                    Billed
                  </th>
                  <th scope="col" className="hidden py-1 pr-3 text-right font-medium sm:table-cell">
                    Committed
                  </th>
                  <th scope="col" className="hidden py-1 pr-3 text-right font-medium sm:table-cell">
                    Forecast
                  </th>
                  <th scope="col" className="py-1 font-medium">
                    State
                  </th>
                </tr>
              </thead>
              <tbody>
                {budgets.map((budget) => {
                  const { forecast } = budget;
                  const look = budgetLook(budget, forecast?.amount ?? null);
                  const whole = Number(budget.amount) + Number(budget.exceptions);
                  const over = forecast?.amount != null && forecast.amount > whole;
                  return (
                    <tr key={budget.id} className="border-b align-top last:border-0">
                      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                        <Link
                          href={`/settings/budgets/${budget.id}`}
                          className="font-medium underline-offset-2 hover:underline"
                        >
                          {budget.title}
                        </Link>
                        <span className="text-muted-foreground block text-xs">
                          {scopeLabel(budget.scope)}
                        </span>
                        <span className="mt-1 block text-xs sm:hidden">
                          {amountWords(budget.actual, budget.currency)} billed of{" "}
                          {formatMoney(whole, budget.currency)}
                          {Number(budget.committed) > 0 &&
                            `, ${amountWords(budget.committed, budget.currency)} committed`}
                          {forecast?.amount != null &&
                            `; forecast ${formatMoney(forecast.amount, budget.currency)}`}
                        </span>
                      </th>
                      <td className="hidden py-1.5 pr-3 text-right sm:table-cell">
                        {formatMoney(whole, budget.currency)}
                      </td>
                      <td className="hidden py-1.5 pr-3 text-right sm:table-cell">
                        {amountWords(budget.actual, budget.currency)}
                      </td>
                      <td className="hidden py-1.5 pr-3 text-right sm:table-cell">
                        {amountWords(budget.committed, budget.currency)}
                      </td>
                      <td className="hidden py-1.5 pr-3 text-right sm:table-cell">
                        {forecast?.amount == null ? (
                          <span className="text-muted-foreground">
                            {forecast ? "Too few billed days" : "Nothing billed"}
                          </span>
                        ) : (
                          <>
                            {formatMoney(forecast.amount, budget.currency)}
                            <span className="text-muted-foreground block text-xs">
                              {bucketLabel(`${forecast.month}-01`, "month")}
                              {over && ", above its amount"}
                            </span>
                          </>
                        )}
                      </td>
                      <td className="py-1.5">
                        <StatusBadge tone={look.tone} icon={look.icon}>
                          {look.label}
                        </StatusBadge>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        )}
      </QueryState>
    </SectionCard>
  );
}

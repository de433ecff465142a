"use client";

import { useQuery } from "@tanstack/react-query";
import { bucketLabel, formatChange } from "@/components/charts/format-value";
import { spanOf } from "@/components/costs/cost-params";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { formatMoney } from "@/components/ui/format";
import { BudgetLines } from "../budget-lines";
import { Line } from "./summary-line";

const MONTHS = 3;
const MOST_BUDGETS = 3;

/** Costs of the last three months that are billed, beside the three before, the forecast, and the budgets of the currency. */
export function CostLines({
  team,
  currency,
  lastMonth,
}: {
  team: string;
  currency: string;
  lastMonth: string;
}) {
  const trpc = useTRPC();
  const of = team ? { team } : {};
  const span = spanOf(lastMonth, MONTHS);
  const overview = useQuery(
    trpc.costs.overview.queryOptions({ ...span, ...of, currency, interval: "month" }),
  );
  const outlook = useQuery(trpc.costs.outlook.queryOptions({ currency, ...of }));
  const budgets = useQuery(trpc.costs.budgets.queryOptions());
  return (
    <QueryState query={overview} what="costs">
      {({ total, previousTotal, billedUntil, basis }) => {
        const change = formatChange(
          Number(total),
          previousTotal === null ? null : Number(previousTotal),
          "money",
        );
        const forecast = outlook.data?.forecast;
        return (
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-2 text-sm print:gap-1">
            <Line
              term={`${basis === "effective" ? "Effective" : "Billed"} cost, ${bucketLabel(span.from, "month")} to ${bucketLabel(lastMonth, "month")}`}
              note={
                billedUntil === null
                  ? "Nothing is billed in these months."
                  : change
                    ? `${change} to the three months before, billed until ${billedUntil}`
                    : "The three months before were not billed in full."
              }
            >
              {billedUntil === null ? "–" : formatMoney(Number(total), currency)}
            </Line>
            {outlook.data && forecast && (
              <Line
                term={`${bucketLabel(`${outlook.data.month}-01`, "month")}, forecast`}
                note={
                  forecast.insufficient
                    ? `A forecast takes ${forecast.insufficient.need} billed days.`
                    : undefined
                }
              >
                {forecast.amount === null ? "–" : formatMoney(forecast.amount, currency)}
              </Line>
            )}
            <li className="grid gap-1">
              <p className="text-muted-foreground text-xs">Budgets of the month</p>
              {budgets.data && (
                <BudgetLines
                  most={MOST_BUDGETS}
                  budgets={budgets.data.filter(({ scope }) => !team || scope.team === team)}
                />
              )}
            </li>
          </ul>
        );
      }}
    </QueryState>
  );
}

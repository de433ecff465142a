"use client";

import { useQuery } from "@tanstack/react-query";
import { FigureCard } from "@/components/charts/figure-card";
import { courseFigure, forecastFigure, totalFigure } from "@/components/costs/cost-figures";
import { spanOf } from "@/components/costs/cost-params";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { BudgetLines } from "../budget-lines";

const MONTHS = 6;

/** What a team's things cost over the last months, what the month will come to, and its budgets. */
export function TeamCost({ team }: { team: string }) {
  const trpc = useTRPC();
  const coverage = useQuery(trpc.costs.coverage.queryOptions());
  return (
    <section className="grid gap-2" aria-label="Cost">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <div>
          <h2 className="text-base font-semibold tracking-tight">Cost</h2>
          <p className="text-muted-foreground text-xs">
            What was billed for what the team owns. Members see their own teams.
          </p>
        </div>
        <ButtonLink size="sm" href="/insights/costs?by=entity">
          All costs
        </ButtonLink>
      </div>
      <QueryState query={coverage} what="costs">
        {(all) => {
          const [most] = all;
          return most ? (
            <Costs team={team} currency={most.currency} lastMonth={most.to} />
          ) : (
            <SectionCard title="No costs">
              <p className="text-muted-foreground">Nothing that is billed belongs to teams that you see.</p>
            </SectionCard>
          );
        }}
      </QueryState>
    </section>
  );
}

function Costs({ team, currency, lastMonth }: { team: string; currency: string; lastMonth: string }) {
  const trpc = useTRPC();
  const overview = useQuery(
    trpc.costs.overview.queryOptions({
      ...spanOf(lastMonth, MONTHS),
      currency,
      team,
      by: "entity",
      interval: "month",
    }),
  );
  const outlook = useQuery(trpc.costs.outlook.queryOptions({ currency, team }));
  const budgets = useQuery(trpc.costs.budgets.queryOptions());
  return (
    <div className="grid items-start gap-4 lg:grid-cols-3">
      <QueryState query={overview} what="costs">
        {(data) => (
          <>
            <div className="min-w-0 lg:col-span-2">
              <FigureCard figure={courseFigure(data, "service", "month")} stacked />
            </div>
            <div className="grid min-w-0 gap-4">
              <FigureCard figure={totalFigure(data)} description={`Over ${MONTHS} months`} />
              {outlook.data && (
                <FigureCard
                  figure={forecastFigure(outlook.data, currency)}
                  description="If its days go on like the last fourteen"
                />
              )}
              <SectionCard title="Budgets of the month">
                <QueryState query={budgets} what="budgets">
                  {(found) => <BudgetLines budgets={found.filter(({ scope }) => scope.team === team)} />}
                </QueryState>
              </SectionCard>
            </div>
          </>
        )}
      </QueryState>
    </div>
  );
}

"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import { bucketLabel } from "@/components/charts/format-value";
import { FigureCard } from "@/components/charts/figure-card";
import { InsightsPage } from "@/components/insights/insights-page";
import { useShell } from "@/components/shell/shell-context";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { groupName, OTHERS } from "@/server/cost/core/billing/group-names";
import {
  COST_BY,
  courseFigure,
  forecastFigure,
  groupsFigure,
  totalFigure,
  unallocatedFigure,
} from "./cost-figures";
import { BudgetsFigure } from "./budgets-figure";
import { CostLines } from "./cost-lines";
import { anomaliesFigure } from "./odd-figure";
import { SavingsFigure, UnitCost } from "./unit-cost";
import { COST_SPANS, costParams, spanOf } from "./cost-params";

/** What things really cost: by whom or what, over months, beside what was before, and what is to come. */
export function CostPage() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [state, set] = useQueryStates(costParams, { history: "push" });
  const coverage = useQuery(trpc.costs.coverage.queryOptions());
  const chosen = coverage.data?.find(({ currency }) => currency === state.currency) ?? coverage.data?.[0];
  return (
    <InsightsPage
      current="costs"
      title="Costs"
      description="What providers billed, given to whoever caused it. Members see their own teams."
      filters={false}
      choices={
        chosen && (
          <>
            <Select
              label="Span"
              className="sm:w-48"
              options={COST_SPANS}
              value={state.months}
              onValueChange={(months) => set({ months, group: "", day: "", until: "" })}
            />
            <Select
              label="Grouped by"
              className="sm:w-48"
              options={COST_BY}
              value={state.by}
              onValueChange={(by) => set({ by, group: "", day: "", until: "" })}
            />
            {(coverage.data?.length ?? 0) > 1 && (
              <Select
                label="Currency"
                className="sm:w-48"
                options={(coverage.data ?? []).map(({ currency }) => ({ value: currency, label: currency }))}
                value={chosen.currency}
                onValueChange={(currency) => set({ currency, group: "", day: "", until: "" })}
              />
            )}
          </>
        )
      }
    >
      <QueryState
        query={coverage}
        what="costs"
        isEmpty={(all) => all.length === 0}
        empty={
          <Card>
            <EmptyState
              icon={ReceiptText}
              title="No costs yet"
              action={
                viewer.isAdmin && (
                  <ButtonLink href="/settings/bills" variant="primary">
                    Send a bill
                  </ButtonLink>
                )
              }
            >
              {viewer.isAdmin
                ? "Send what your provider billed, as FOCUS, a plain CSV or from OpenCost. It is then given to teams, services and environments."
                : "Nothing that is billed belongs to your teams. An administrator sends bills, and says whose costs are whose."}
            </EmptyState>
          </Card>
        }
      >
        {() => chosen && <Costs currency={chosen.currency} lastMonth={chosen.to} />}
      </QueryState>
    </InsightsPage>
  );
}

function Costs({ currency, lastMonth }: { currency: string; lastMonth: string }) {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [state, set] = useQueryStates(costParams, { history: "push" });
  const months = Number(state.months);
  const interval = months === 1 ? ("day" as const) : ("month" as const);
  const span = { ...spanOf(lastMonth, months), currency };
  const by = COST_BY.find(({ value }) => value === state.by)?.label ?? "Team";
  const linesOf = (more: Record<string, string>) => {
    const search = new URLSearchParams({ months: state.months, currency, by: state.by, ...more });
    return `/insights/costs?${search.toString()}`;
  };
  const overview = useQuery({
    ...trpc.costs.overview.queryOptions({ ...span, by: state.by, interval }),
    placeholderData: keepPreviousData,
  });
  const outlook = useQuery(trpc.costs.outlook.queryOptions({ currency }));
  return (
    <QueryState query={overview} what="costs">
      {(data) => (
        <div className="grid gap-4" aria-busy={overview.isPlaceholderData}>
          <div className={cn("grid gap-4", viewer.isAdmin ? "md:grid-cols-3" : "md:grid-cols-2")}>
            <FigureCard
              figure={totalFigure(data)}
              description={
                months === 1
                  ? bucketLabel(span.from, "month")
                  : `${bucketLabel(span.from, "month")} to ${bucketLabel(lastMonth, "month")}`
              }
            />
            {/* Who sees their own teams alone sees nothing that is nobody's. */}
            {viewer.isAdmin && (
              <FigureCard
                figure={unallocatedFigure(data)}
                description="What no tag, account, resource or rule gives to a team"
              />
            )}
            <QueryState query={outlook} what="the forecast">
              {(found) =>
                found && (
                  <FigureCard
                    figure={forecastFigure(found, currency)}
                    description="If its days go on like the last fourteen"
                  />
                )
              }
            </QueryState>
          </div>
          <FigureCard figure={courseFigure(data, by, interval)} stacked />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <FigureCard
              figure={groupsFigure(data, by, (group) => (group === OTHERS ? null : linesOf({ group })))}
              description="Choose one to see its lines."
            />
            <QueryState query={outlook} what="what was odd">
              {(found) =>
                found && (
                  <FigureCard
                    figure={anomaliesFigure(found, currency, ({ group, from, to }) =>
                      linesOf({ by: "team", group, day: from, until: to }),
                    )}
                    description="Of the last ninety days, each against the four weeks before it"
                  />
                )
              }
            </QueryState>
          </div>
          {state.group && (
            <CostLines
              key={`${state.by} ${state.group} ${state.day}`}
              span={span}
              by={state.by}
              group={state.group}
              name={groupName(
                data.groups.find(({ id }) => id === state.group) ?? { id: state.group, title: null },
              )}
              days={state.day ? [state.day, state.until || state.day] : null}
              onClose={() => set({ group: "", day: "", until: "" })}
            />
          )}
          <BudgetsFigure />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <UnitCost
              span={span}
              lastMonth={lastMonth}
              billedUntil={data.billedUntil}
              unit={state.unit}
              onUnit={(unit) => set({ unit })}
            />
            <SavingsFigure span={span} />
          </div>
        </div>
      )}
    </QueryState>
  );
}

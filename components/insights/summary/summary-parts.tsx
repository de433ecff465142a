"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { bucketLabel, formatValue } from "@/components/charts/format-value";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { MetricValue } from "@/server/metrics/schema";
import { spanAsk } from "../board-ask";
import { insightParams } from "../insight-params";
import { Line } from "./summary-line";
import { ADOPTION } from "./summary-metrics";
import { Change, MetricLink } from "./summary-tiles";

const CostLines = dynamic(() => import("./summary-cost").then((module) => module.CostLines));

const MOST_CHANGES = 6;

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <SectionCard title={title} className="print:[&>div]:p-2 print:[&>header]:min-h-8 print:[&>header]:px-2">
    {children}
  </SectionCard>
);

const list = "grid grid-cols-[minmax(0,1fr)] gap-2 text-sm print:gap-1";

/** How many work through the platform, and whether it serves them. */
export function SummaryAdoption({ values, search }: { values: readonly MetricValue[]; search: string }) {
  return (
    <Part title="Adoption">
      <ul className={list}>
        {ADOPTION.flatMap((id) => values.find(({ definition }) => definition.id === id) ?? []).map(
          (value) => (
            <Line
              key={value.definition.id}
              term={<MetricLink value={value} search={search} />}
              note={<Change value={value} />}
            >
              {value.result.value === null ? (
                <span className="text-muted-foreground font-normal">Not enough data</span>
              ) : (
                formatValue(value.result.value, value.definition.unit)
              )}
            </Line>
          ),
        )}
      </ul>
    </Part>
  );
}

/** What is open now and should not be. */
export function SummaryRisks({ values }: { values: readonly MetricValue[] }) {
  const [state] = useQueryStates(insightParams);
  const trpc = useTRPC();
  const standing = useQuery(trpc.metrics.standing.queryOptions(spanAsk(state)));
  const failed = values.find(({ definition }) => definition.id === "open-failed-deployments")?.result;
  const inTime = values.find(({ definition }) => definition.id === "findings-fixed-in-time");
  return (
    <Part title="Risks">
      <QueryState query={standing} what="risks">
        {({ incidents, findings, runs }) => (
          <ul className={list}>
            <Line term="Failed deployments still open">{failed?.value ?? "–"}</Line>
            <Line term="Open incidents">{formatCount(incidents.count)}</Line>
            <Line term="Critical and high findings">{formatCount(findings.critical + findings.high)}</Line>
            <Line
              term="Of these, overdue"
              note={
                inTime && inTime.result.value !== null
                  ? `${formatValue(inTime.result.value, "ratio")} of those due were fixed in time`
                  : undefined
              }
            >
              {formatCount(findings.overdue)}
            </Line>
            <Line term="Requests that wait for an approval">{formatCount(runs.waiting)}</Line>
          </ul>
        )}
      </QueryState>
    </Part>
  );
}

/** What was billed, what the month will come to, and the budgets. */
export function SummaryCost({ team }: { team: string }) {
  const trpc = useTRPC();
  const coverage = useQuery(trpc.costs.coverage.queryOptions());
  return (
    <Part title="Cost and budget">
      <QueryState query={coverage} what="costs">
        {([most]) =>
          most ? (
            <CostLines team={team} currency={most.currency} lastMonth={most.to} />
          ) : (
            <p className="text-muted-foreground">Nothing that is billed belongs to teams that you see.</p>
          )
        }
      </QueryState>
    </Part>
  );
}

/** What happened in the span, the latest first. */
export function SummaryChanges() {
  const [state] = useQueryStates(insightParams);
  const trpc = useTRPC();
  const query = useQuery(trpc.metrics.annotations.queryOptions(spanAsk(state)));
  return (
    <Part title="What changed">
      <QueryState query={query} what="what changed">
        {({ annotations, more }) => {
          if (!annotations.length)
            return (
              <p className="text-muted-foreground">
                No release, severe incident, new team or note in this span.
              </p>
            );
          const left = annotations.length - MOST_CHANGES;
          return (
            <ul className={list}>
              {annotations
                .slice(-MOST_CHANGES)
                .reverse()
                .map(({ id, day, label }) => (
                  <li key={id} className="flex gap-3">
                    <span className="text-muted-foreground tabular w-14 shrink-0 text-xs leading-5">
                      {bucketLabel(day, "day")}
                    </span>
                    <span className="line-clamp-2 min-w-0 print:line-clamp-1">{label}</span>
                  </li>
                ))}
              {left > 0 && (
                <li className="text-muted-foreground text-xs">
                  and {left}
                  {more ? " or more" : ""} before
                </li>
              )}
            </ul>
          );
        }}
      </QueryState>
    </Part>
  );
}

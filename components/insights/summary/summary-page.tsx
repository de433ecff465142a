"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { bucketLabel, lastDayLabel } from "@/components/charts/format-value";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { boardAsk, spanAsk } from "../board-ask";
import { insightParams, RANGES } from "../insight-params";
import { InsightsPage } from "../insights-page";
import { headlineOf } from "./headline";
import { SUMMARY_METRICS } from "./summary-metrics";
import { SummaryAdoption, SummaryChanges, SummaryCost, SummaryRisks } from "./summary-parts";
import { SummaryFooter } from "./summary-footer";
import { SummaryTiles } from "./summary-tiles";

/** The page for leaders: what the figures say, in a sentence and on one sheet of paper. */
export function SummaryPage() {
  const [state] = useQueryStates(insightParams);
  const params = new URLSearchParams(useSearchParams());
  params.delete("point");
  const search = params.toString();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.metrics.values.queryOptions(boardAsk(SUMMARY_METRICS, state)),
    placeholderData: keepPreviousData,
  });
  const standing = useQuery({
    ...trpc.metrics.standing.queryOptions(spanAsk(state)),
    placeholderData: keepPreviousData,
  });
  const span = RANGES.find(({ value }) => value === state.range)!.label.toLowerCase();
  const who = standing.data?.title ?? (state.team || "the organisation");
  return (
    <InsightsPage
      current="summary"
      title="Executive summary"
      description={
        <span className="block [overflow-wrap:anywhere] print:line-clamp-2">
          Of {who}, over the {span}
          {query.data?.values[0] &&
            ` (${bucketLabel(query.data.values[0].from, "day")} to ${lastDayLabel(query.data.values[0].to)})`}
        </span>
      }
      action={
        <Button onClick={() => window.print()}>
          <Printer aria-hidden /> Print
        </Button>
      }
    >
      <QueryState query={query} what="the summary" skeleton={<Skeleton className="h-96" />}>
        {({ values, timeZone, asOf }) => (
          <div className="grid gap-5 print:gap-3" aria-busy={query.isPlaceholderData}>
            <section aria-label="In short">
              <h2 className="sr-only">In short</h2>
              <p className="max-w-[80ch] text-lg leading-7 font-medium tracking-tight text-pretty print:line-clamp-6 print:text-base print:leading-6">
                {headlineOf(values).join(" ")}
              </p>
            </section>
            <SummaryTiles values={values} search={search} />
            <div className="grid gap-5 sm:grid-cols-2 print:grid-cols-2 print:gap-3">
              <SummaryAdoption values={values} search={search} />
              <SummaryRisks values={values} />
              <SummaryCost team={state.team} />
              <SummaryChanges />
            </div>
            <SummaryFooter values={values} timeZone={timeZone} asOf={asOf} />
          </div>
        )}
      </QueryState>
    </InsightsPage>
  );
}

"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { QueryState } from "@/components/states/query-state";
import { PartialState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { type Board, metricsOf } from "./boards";
import { boardAsk, spanAsk } from "./board-ask";
import { FilledGrid } from "./filled-grid";
import { insightParams } from "./insight-params";
import { InsightsPage } from "./insights-page";
import { MetricCard } from "./metric-card";
import { PointEvents } from "./point-events-lazy";
import { usePoint } from "./use-point";

/** A page of metrics that are read together, over one span and of one team or the organisation. */
export function MetricBoard({ board, children }: { board: Board; children?: ReactNode }) {
  const [state, set] = useQueryStates(insightParams, { history: "push" });
  const search = useSearchParams().toString();
  const trpc = useTRPC();
  const sections = (state.preset === "platform" && board.alternative?.sections) || board.sections;
  const query = useQuery({
    ...trpc.metrics.values.queryOptions(boardAsk(metricsOf(sections), state)),
    placeholderData: keepPreviousData,
  });
  const annotations = useQuery(trpc.metrics.annotations.queryOptions(spanAsk(state)));
  const { open } = usePoint();
  return (
    <InsightsPage
      current={board.id}
      title={board.title}
      description={board.description}
      choices={
        board.alternative && (
          <Select
            label="Set of metrics"
            className="sm:w-48"
            options={[
              { value: "dx", label: board.label ?? board.title },
              { value: "platform", label: board.alternative.label },
            ]}
            value={state.preset}
            onValueChange={(preset) => set({ preset })}
          />
        )
      }
    >
      <QueryState
        query={query}
        what="metrics"
        skeleton={
          <div className="grid gap-4 lg:grid-cols-2">
            {sections.map(({ title }) => (
              <Skeleton key={title} className="h-80" />
            ))}
          </div>
        }
      >
        {({ values }) => (
          <div className="grid gap-8" aria-busy={query.isPlaceholderData}>
            {sections.map((section) => (
              <section key={section.title} aria-label={section.title} className="grid gap-3">
                <div>
                  <p className="text-base font-semibold tracking-tight">{section.title}</p>
                  <p className="text-muted-foreground text-xs">{section.description}</p>
                </div>
                <FilledGrid>
                  {section.metrics.map((metric) => {
                    const value = values.find(({ definition }) => definition.id === metric);
                    return value ? (
                      <MetricCard
                        key={metric}
                        value={value}
                        search={search}
                        annotations={annotations.data?.annotations ?? []}
                        onPoint={open}
                      />
                    ) : null;
                  })}
                </FilledGrid>
              </section>
            ))}
            {children}
            {annotations.error && (
              <PartialState onRetry={() => void annotations.refetch()}>
                What happened meanwhile could not be loaded, so charts show none of it.
              </PartialState>
            )}
            <PointEvents values={values} scope={spanAsk(state).scope} />
          </div>
        )}
      </QueryState>
    </InsightsPage>
  );
}

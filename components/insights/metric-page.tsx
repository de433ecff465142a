"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Bars } from "@/components/charts/bars";
import { FigureCard } from "@/components/charts/figure-card";
import { NumberTile } from "@/components/charts/number-tile";
import { DetailPage } from "@/components/shell/page";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { barsFigure } from "@/server/metrics/core/prepare/bars";
import { eventsFigure } from "@/server/metrics/core/prepare/events";
import { numberFigure } from "@/server/metrics/core/prepare/number";
import { seriesFigure } from "@/server/metrics/core/prepare/series";
import type { MetricValue } from "@/server/metrics/schema";
import { boardAsk } from "./board-ask";
import { insightParams, RANGES } from "./insight-params";

/** Everything about one metric: what it says and how, its course, who stands where, and the very events behind it. */
export function MetricPage({ metric }: { metric: string }) {
  const [state, set] = useQueryStates(insightParams, { history: "push" });
  const trpc = useTRPC();
  const ask = boardAsk([metric], state);
  const query = useQuery(trpc.metrics.values.queryOptions({ ...ask, by: "team" }));
  return (
    <QueryState query={query} what="the metric" size="page">
      {({ values, timeZone }) => {
        const value = values[0]!;
        const { definition } = value;
        const course = seriesFigure(value);
        const teams = barsFigure(value);
        return (
          <DetailPage
            title={definition.title}
            description={definition.question}
            breadcrumbs={[{ label: "Insights", href: "/insights" }, { label: definition.title }]}
            aside={<HowComputed value={value} timeZone={timeZone} />}
          >
            <div>
              <Select
                label="Span"
                className="sm:w-48"
                options={RANGES}
                value={state.range}
                onValueChange={(range) => set({ range })}
              />
            </div>
            {definition.unavailable ? (
              <SectionCard title="No data source yet">
                <p className="text-muted-foreground">{definition.unavailable}</p>
              </SectionCard>
            ) : (
              <>
                {course ? (
                  <FigureCard figure={course}>
                    <NumberTile figure={numberFigure(value)} />
                  </FigureCard>
                ) : (
                  <FigureCard figure={numberFigure(value)} />
                )}
                {teams && (
                  <SectionCard title="By team" description="The team that owned it when it happened.">
                    <Bars figure={teams} />
                  </SectionCard>
                )}
                <Events metric={metric} state={state} value={value} />
              </>
            )}
          </DetailPage>
        );
      }}
    </QueryState>
  );
}

function HowComputed({ value, timeZone }: { value: MetricValue; timeZone: string }) {
  const { definition, levels } = value;
  return (
    <SectionCard title="How it is computed">
      <div className="grid gap-3">
        <p>{definition.formula}</p>
        {definition.rules.length > 0 && (
          <ul className="text-muted-foreground list-disc space-y-1 pl-4 text-xs">
            {definition.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        )}
        <DescriptionList
          items={[
            { term: "Over", value: `${day(value.from)} to ${day(value.to)}, ${timeZone}` },
            {
              term: "Floor",
              value: definition.floor ? `${definition.floor.need} ${definition.floor.of}` : "None",
            },
            { term: "From", value: definition.sources.join(", ") },
            ...(levels
              ? [
                  { term: levels.score.scale, value: levels.score.label },
                  ...Object.entries(levels.presets).flatMap(([year, level]) =>
                    level ? [{ term: `${level.scale || year}`, value: level.label }] : [],
                  ),
                ]
              : []),
          ]}
        />
      </div>
    </SectionCard>
  );
}

const day = (instant: string) => instant.slice(0, 10);

function Events({
  metric,
  state,
  value,
}: {
  metric: string;
  state: { range: (typeof RANGES)[number]["value"]; team: string };
  value: MetricValue;
}) {
  const trpc = useTRPC();
  const { scope, range } = boardAsk([metric], state);
  const query = useInfiniteQuery(
    trpc.metrics.events.infiniteQueryOptions(
      { metric, scope, range },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined },
    ),
  );
  return (
    <QueryState query={query} what="events">
      {({ pages }) => {
        const [first] = pages;
        if (first?.insufficient)
          return (
            <SectionCard title="Events">
              <p className="text-muted-foreground">{first.insufficient.why}</p>
            </SectionCard>
          );
        const events = pages.flatMap((page) => page.events);
        return (
          <FigureCard
            figure={eventsFigure(value.definition, events)}
            description="The very events behind the value."
          >
            {query.hasNextPage && (
              <div className="order-last">
                <Button
                  size="sm"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show more
                </Button>
              </div>
            )}
          </FigureCard>
        );
      }}
    </QueryState>
  );
}

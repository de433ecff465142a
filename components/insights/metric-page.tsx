"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { FigureCard } from "@/components/charts/figure-card";
import { PeerBand } from "@/components/charts/peer-band";
import { NumberTile } from "@/components/charts/number-tile";
import { bucketLabel, lastDayLabel } from "@/components/charts/format-value";
import { FigureBody } from "@/components/charts/figure-body";
import { DetailPage } from "@/components/shell/page";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Skeleton } from "@/components/ui/skeleton";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { barsFigure } from "@/server/metrics/core/prepare/bars";
import { distributionFigure } from "@/server/metrics/core/prepare/distribution";
import { numberFigure } from "@/server/metrics/core/prepare/number";
import { seriesFigure } from "@/server/metrics/core/prepare/series";
import type { MetricValue } from "@/server/metrics/schema";
import { boardAsk, spanAsk } from "./board-ask";
import { InsightFilters } from "./insight-filters";
import { insightParams } from "./insight-params";
import { PointEvents } from "./point-events-lazy";
import { usePoint } from "./use-point";

// Below what is seen first, or beside it: fetched on their own.
const EventsTable = dynamic(() => import("./events-table").then((module) => module.EventsTable), {
  loading: () => <Skeleton className="h-80" />,
});
const Notes = dynamic(() => import("./notes").then((module) => module.Notes), {
  loading: () => <Skeleton className="h-32" />,
});

/** Everything about one metric: what it says and how, its course, who stands where, and the very events behind it. */
export function MetricPage({ metric }: { metric: string }) {
  const [state] = useQueryStates(insightParams);
  const trpc = useTRPC();
  const ask = boardAsk([metric], state);
  const { open } = usePoint();
  const query = useQuery({
    ...trpc.metrics.values.queryOptions({ ...ask, by: "team", compare: "peers" }),
    placeholderData: keepPreviousData,
  });
  const annotations = useQuery(trpc.metrics.annotations.queryOptions(spanAsk(state)));
  const spread = useQuery(trpc.metrics.distribution.queryOptions({ metric, ...spanAsk(state) }));
  return (
    <QueryState query={query} what="the metric" size="page">
      {({ values, timeZone }) => {
        const value = values[0]!;
        const { definition } = value;
        const course = seriesFigure(value, annotations.data?.annotations);
        const teams = barsFigure(value);
        const distribution = spread.data ? distributionFigure(spread.data) : null;
        const number = numberFigure(value);
        return (
          <DetailPage
            title={definition.title}
            description={definition.question}
            breadcrumbs={[{ label: "Insights", href: "/insights" }, { label: definition.title }]}
            aside={
              <>
                <HowComputed value={value} timeZone={timeZone} />
                <Notes />
              </>
            }
          >
            <div
              className="grid grid-cols-2 items-center gap-2 sm:flex print:hidden"
              role="group"
              aria-label="What the page is about"
            >
              <InsightFilters />
            </div>
            {definition.unavailable ? (
              <SectionCard title="No data source yet">
                <p className="text-muted-foreground">{definition.unavailable}</p>
              </SectionCard>
            ) : (
              <>
                {course ? (
                  <FigureCard
                    figure={course}
                    onPoint={definition.listed ? (bucket) => open(metric, bucket) : undefined}
                  >
                    <NumberTile figure={number} />
                    <PeerBand figure={number} />
                  </FigureCard>
                ) : (
                  <FigureCard figure={number} />
                )}
                {distribution && (
                  <FigureCard
                    figure={distribution}
                    description="Each event of the span once: a median hides the slow ones."
                  />
                )}
                {teams && (
                  <SectionCard
                    title="By team"
                    description={`The team that owned it when it happened, with its number of ${definition.counts}.`}
                  >
                    <FigureBody figure={teams} asTable={false} />
                  </SectionCard>
                )}
                <EventsTable
                  definition={definition}
                  scope={ask.scope}
                  range={value.widened ? { from: value.from, to: value.to } : ask.range}
                />
                <PointEvents values={values} scope={ask.scope} />
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
            {
              term: "Over",
              value: `${bucketLabel(value.from, "day")} to ${lastDayLabel(value.to)} ${value.to.slice(0, 4)}, by ${timeZone}`,
            },
            {
              term: "Needs at least",
              value: definition.floor ? `${definition.floor.need} ${definition.floor.of}` : "Nothing",
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

"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { FigureCard } from "@/components/charts/figure-card";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { eventsFigure } from "@/server/metrics/core/prepare/events";
import type { MetricEvents, MetricScope, MetricWords } from "@/server/metrics/schema";

interface EventsTableProps {
  definition: MetricWords;
  scope: MetricScope;
  range: { last: string } | { from: string; to: string };
}

/** The very events that a figure stands on, the latest first. */
export function EventsTable({ definition, scope, range }: EventsTableProps) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.metrics.events.infiniteQueryOptions(
      { metric: definition.id, scope, range },
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
        return (
          <FigureCard
            figure={eventsFigure(
              definition,
              pages.flatMap((page) => page.events),
              Object.assign({}, ...pages.map((page) => page.titles)) as MetricEvents["titles"],
            )}
            description="The very events behind the value, the latest first."
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

"use client";

import { useSearchParams } from "next/navigation";
import { bucketLabel, lastDayLabel } from "@/components/charts/format-value";
import { ButtonLink } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { MetricScope, MetricValue } from "@/server/metrics/schema";
import { EventsTable } from "./events-table";
import { usePoint } from "./use-point";

/** The events behind a point of a course, at the side of the page that shows it. */
export function PointEvents({ values, scope }: { values: readonly MetricValue[]; scope: MetricScope }) {
  const { point, close } = usePoint();
  const search = new URLSearchParams(useSearchParams());
  search.delete("point");
  const definition = values.find((value) => value.definition.id === point?.metric)?.definition;
  const shown = point !== null && definition?.listed === true;
  const from = point && bucketLabel(point.from, "day");
  const to = point && lastDayLabel(point.to);
  return (
    <Sheet open={shown} onOpenChange={(open) => !open && close()}>
      <SheetContent
        size="lg"
        title={definition?.title ?? "Events"}
        description={from === to ? from : `${from} to ${to}`}
        footer={
          definition && (
            <ButtonLink href={`/insights/metrics/${definition.id}?${search}`}>How it is computed</ButtonLink>
          )
        }
      >
        {shown && (
          <EventsTable definition={definition} scope={scope} range={{ from: point.from, to: point.to }} />
        )}
      </SheetContent>
    </Sheet>
  );
}

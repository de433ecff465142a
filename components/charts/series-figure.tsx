"use client";

import dynamic from "next/dynamic";
import { type KeyboardEvent, useState } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { FigureBucket, SeriesFigure } from "@/server/metrics/core/figure";
import { bucketLabel, formatValue } from "./format-value";
import { HappenedList } from "./happened-list";
import { Legend } from "./legend";

const waiting = () => <Skeleton className="h-56 w-full" />;
const SeriesChart = dynamic(() => import("./series-chart"), { ssr: false, loading: waiting });
const StackedChart = dynamic(() => import("./stacked-chart"), { ssr: false, loading: waiting });

interface SeriesBodyProps {
  figure: SeriesFigure;
  stacked: boolean;
  /** Shows what stands behind a point: by a click on it, or by Enter. */
  onPoint?: ((bucket: FigureBucket) => void) | undefined;
}

/** A course, drawn. The keyboard walks its points with the arrows, and each is said; what happened is listed below. */
export function SeriesBody({ figure, stacked, onPoint }: SeriesBodyProps) {
  const last = figure.buckets.length - 1;
  const [point, setPoint] = useState<number | null>(null);
  const at = Math.min(point ?? last, last);
  const choose = (index: number) => {
    const bucket = figure.buckets[index];
    if (bucket) onPoint?.(bucket);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) setPoint(Math.max(0, Math.min(last, to)));
    else if (event.key === "Enter" || event.key === " ") choose(at);
    else return;
    event.preventDefault();
  };
  const words = pointWords(figure, at);
  return (
    <figure className="grid gap-2" aria-label={`${figure.title}, chart`}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${figure.title}, by ${figure.interval}${onPoint ? ", Enter shows what is behind a point" : ""}`}
        aria-valuemin={1}
        aria-valuemax={last + 1}
        aria-valuenow={at + 1}
        aria-valuetext={words}
        className="focus-visible:outline-ring rounded-sm focus-visible:outline-2 focus-visible:outline-offset-2"
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target.matches(":focus-visible") && setPoint(at)}
        onBlur={() => setPoint(null)}
      >
        {stacked ? (
          <StackedChart figure={figure} />
        ) : (
          <SeriesChart figure={figure} point={point} {...(onPoint ? { onPoint: choose } : {})} />
        )}
      </div>
      {point !== null && (
        <p className="tabular text-xs" aria-hidden>
          {words}
          {onPoint && <span className="text-muted-foreground"> Press Enter for what is behind it.</span>}
        </p>
      )}
      <Legend figure={figure} stacked={stacked} />
      <HappenedList figure={figure} />
      <figcaption className="sr-only">
        {figure.buckets.length} points; all values are in the table.
      </figcaption>
    </figure>
  );
}

/** A point as it is read out. */
function pointWords(figure: SeriesFigure, at: number): string {
  const bucket = figure.buckets[at];
  if (!bucket) return "No points";
  const values = figure.series.map(({ label, values: all, n }) => {
    const value = all[at] ?? null;
    const events = n[at] ? ` from ${n[at]}` : "";
    return `${label} ${value === null ? "no data" : `${formatValue(value, figure.unit, figure.currency)}${events}`}`;
  });
  return `${bucketLabel(bucket.from, figure.interval)}${bucket.partial ? ", so far" : ""}: ${values.join(", ")}.`;
}

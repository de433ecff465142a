"use client";

import type { SeriesFigure } from "@/server/metrics/core/figure";
import { restColour, seriesColour } from "./series-colour";

/** Which colour is which; words and order say it too. */
export function Legend({ figure, stacked = false }: { figure: SeriesFigure; stacked?: boolean }) {
  const partial = figure.buckets.some(
    (bucket, n) =>
      bucket.partial && figure.series.some(({ compare, values }) => !compare && (values[n] ?? null) !== null),
  );
  if (figure.series.length < 2 && !partial) return null;
  return (
    <ul className="text-muted-foreground flex flex-wrap gap-x-3 gap-y-1 text-xs" aria-hidden>
      {figure.series.map(({ id, label, compare }, place) => (
        <li key={id} className="inline-flex items-center gap-1.5">
          <svg width="14" height="8" className="shrink-0">
            {stacked ? (
              <rect
                width="10"
                height="8"
                rx="2"
                fill={id.startsWith("(") ? restColour(id) : seriesColour(place)}
              />
            ) : (
              <line
                x1="0"
                y1="4"
                x2="14"
                y2="4"
                strokeWidth="2"
                stroke={compare ? "var(--chart-rest)" : seriesColour(place)}
                {...(compare ? { strokeDasharray: "4 3" } : {})}
              />
            )}
          </svg>
          {label}
        </li>
      ))}
      {partial && (
        <li className="inline-flex items-center gap-1.5">
          <svg width="14" height="8" className="shrink-0">
            {stacked ? (
              <rect width="10" height="8" rx="2" fill={seriesColour(0)} fillOpacity="0.55" />
            ) : (
              <line
                x1="0"
                y1="4"
                x2="14"
                y2="4"
                strokeWidth="2"
                stroke={seriesColour(0)}
                strokeDasharray="2 3"
              />
            )}
          </svg>
          This {figure.interval} so far
        </li>
      )}
    </ul>
  );
}

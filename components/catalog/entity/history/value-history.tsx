"use client";

import { useState } from "react";
import { PropertyCell } from "@/components/properties/property-cell";
import { EmptyValue } from "@/components/ui/description-list";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ResolvedProperty } from "@/server/catalog/core/model";
import type { EntityChange } from "@/server/catalog/schema";
import { seriesOf, stepLine } from "./value-series";
import type { ValuePoint } from "./value-series";

interface ValueHistoryProps {
  property: ResolvedProperty;
  steps: readonly EntityChange[];
  title: string;
  /** Left out where the value cannot be written. */
  onRestore?: ((value: unknown) => void) | undefined;
}

const BOX = { width: 640, height: 72 };

/** The values that one property had: a stepped line where they are numbers, and a table. */
export function ValueHistory({ property, steps, title, onRestore }: ValueHistoryProps) {
  const points = seriesOf(steps, property.key);
  return (
    <SectionCard title={title} padded={false}>
      {points.length === 0 ? (
        <p className="text-muted-foreground px-4 py-3 text-sm">It never had a value.</p>
      ) : (
        <>
          <Line points={points} title={title} />
          <div className="overflow-x-auto">
            <table className="w-full text-left text-sm">
              <caption className="sr-only">Values of {title} over time</caption>
              <thead className="text-muted-foreground border-b text-xs">
                <tr>
                  <th scope="col" className="px-4 py-1.5 font-medium">
                    Value
                  </th>
                  <th scope="col" className="px-4 py-1.5 font-medium">
                    Since
                  </th>
                  <th scope="col" className="px-4 py-1.5 font-medium">
                    By
                  </th>
                  {onRestore && (
                    <th scope="col" className="w-24">
                      <span className="sr-only">Restore</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody className="divide-y">
                {points.map((point, index) => (
                  <tr key={`${point.at} ${index}`}>
                    <td className="max-w-80 truncate px-4 py-1.5">
                      {point.value === undefined ? (
                        <EmptyValue />
                      ) : (
                        <PropertyCell definition={property.definition} value={point.value} />
                      )}
                    </td>
                    <td className="px-4 py-1.5">
                      <RelativeTime value={point.at} />
                    </td>
                    <td className="px-4 py-1.5">
                      {point.step.change === "computed"
                        ? (point.step.cause ?? "Computed")
                        : point.step.byName}
                    </td>
                    {onRestore && (
                      <td className="px-2 text-right">
                        {index > 0 && (
                          <Button size="sm" variant="ghost" onClick={() => onRestore(point.value)}>
                            Restore
                          </Button>
                        )}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </SectionCard>
  );
}

/** The table under it says the same in words. */
function Line({ points, title }: { points: readonly ValuePoint[]; title: string }) {
  // Of the first drawing: a line that creeps on by itself tells nothing new.
  const [now] = useState(() => Date.now());
  const line = stepLine(points, BOX, now);
  if (!line) return null;
  return (
    <div className="flex items-stretch gap-2 px-4 pt-3">
      <div
        aria-hidden
        className="text-muted-foreground tabular flex flex-col justify-between text-right text-xs"
      >
        <span>{line.max}</span>
        <span>{line.min}</span>
      </div>
      <svg
        role="img"
        aria-label={`${title} between ${line.min} and ${line.max}`}
        viewBox={`-2 -3 ${BOX.width + 4} ${BOX.height + 6}`}
        preserveAspectRatio="none"
        className="h-20 w-full"
      >
        <path
          d={line.path}
          fill="none"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
          className="stroke-primary"
        />
      </svg>
    </div>
  );
}

import Link from "next/link";
import { formatValue } from "@/components/charts/format-value";
import { NumberTile } from "@/components/charts/number-tile";
import { PeerBand } from "@/components/charts/peer-band";
import { Sparkline } from "@/components/charts/sparkline";
import { cn } from "@/components/ui/cn";
import { numberFigure } from "@/server/metrics/core/prepare/number";
import { seriesFigure } from "@/server/metrics/core/prepare/series";
import type { MetricValue } from "@/server/metrics/schema";

interface MetricTileProps {
  value: MetricValue;
  /** Query that the link to the metric keeps. */
  search: string;
  /** The same of the organisation, to stand beside it. */
  organisation?: MetricValue | undefined;
  className?: string;
}

/** A metric in little: its name, which leads to how it is computed, its value, course, and place among the others. */
export function MetricTile({ value, search, organisation, className }: MetricTileProps) {
  const { definition } = value;
  const number = numberFigure(value);
  const course = seriesFigure(value);
  const whole = organisation?.result.value ?? null;
  return (
    <div className={cn("bg-card grid min-w-0 content-start gap-1.5 rounded-lg border p-3", className)}>
      <h3 className="min-w-0 text-xs font-medium">
        <Link
          href={`/insights/metrics/${definition.id}${search && `?${search}`}`}
          className="text-muted-foreground hover:text-foreground hover:underline"
        >
          {definition.title}
        </Link>
      </h3>
      {definition.unavailable ? (
        <p className="text-muted-foreground text-xs">{definition.unavailable}</p>
      ) : (
        <>
          <NumberTile figure={number} />
          {course && <Sparkline figure={course} />}
          <PeerBand figure={number} />
          {whole !== null && (
            <p className="text-muted-foreground tabular text-xs">
              The organisation: {formatValue(whole, definition.unit)}
            </p>
          )}
        </>
      )}
    </div>
  );
}

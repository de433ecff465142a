import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { NumberFigure } from "@/server/metrics/core/figure";
import { formatChange, formatCounted, formatPart, formatValue, isBetter } from "./format-value";

/** One value: how it changed, from how many events, how sure it is, and why it is missing when it is. */
export function NumberTile({ figure }: { figure: NumberFigure }) {
  const change = formatChange(figure.value, figure.previous, figure.unit);
  const better = isBetter(figure.value, figure.previous, figure.direction);
  // What only counts says already how many there are.
  const isCount = figure.unit === "count" && figure.n === figure.value;
  const same = figure.value === figure.previous || change === "no change";
  const Icon = same ? Minus : (figure.value ?? 0) > (figure.previous ?? 0) ? ArrowUp : ArrowDown;
  return (
    <div className="grid gap-1">
      {figure.value === null ? (
        <p className="text-muted-foreground text-lg">Insufficient data</p>
      ) : (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="tabular text-2xl font-semibold tracking-tight">
            {formatValue(figure.value, figure.unit, figure.currency)}
          </span>
          {figure.level && <Badge tone={TONES[figure.level.tone]}>{figure.level.label}</Badge>}
        </p>
      )}
      <p className="text-muted-foreground flex flex-wrap gap-x-2 text-xs">
        {figure.insufficient && <span>{figure.insufficient.why}</span>}
        {change && (
          <span
            className={cn(
              "inline-flex items-center gap-0.5",
              better === true && "text-success",
              better === false && "text-danger",
            )}
          >
            <Icon aria-hidden className="size-3" />
            {same ? (
              "As in the period before"
            ) : (
              <>
                {change}
                <span className="sr-only">{better === null ? "" : better ? ", better" : ", worse"}</span>
                <span className="text-muted-foreground">vs the period before</span>
              </>
            )}
          </span>
        )}
        {!change && figure.previousWhy && <span>{figure.previousWhy}</span>}
        {figure.fraction && (
          <span className="tabular">
            {formatPart(figure.fraction.numerator)} of{" "}
            {formatCounted(figure.fraction.denominator, figure.counts ?? "")}
          </span>
        )}
        {!figure.fraction && figure.n !== null && !isCount && (
          <span className="tabular">from {formatCounted(figure.n, figure.counts ?? "")}</span>
        )}
        {figure.interval && (
          <span className="tabular">
            95% interval {formatValue(figure.interval[0], figure.unit, figure.currency)} to{" "}
            {formatValue(figure.interval[1], figure.unit, figure.currency)}
          </span>
        )}
      </p>
      {figure.note && <p className="text-muted-foreground text-xs">{figure.note}</p>}
      {figure.restated && (
        <p className="text-warning text-xs">
          Restated: it was {formatValue(figure.restated.frozen, figure.unit, figure.currency)} before late
          events.
        </p>
      )}
    </div>
  );
}

const TONES = { good: "success", fair: "warning", poor: "danger", neutral: "neutral" } as const;

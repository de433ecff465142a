import Link from "next/link";
import { formatChange, formatValue, isBetter } from "@/components/charts/format-value";
import { Sparkline } from "@/components/charts/sparkline";
import { cn } from "@/components/ui/cn";
import { seriesFigure } from "@/server/metrics/core/prepare/series";
import type { MetricValue } from "@/server/metrics/schema";
import { DIMENSIONS } from "./summary-metrics";

/** The four dimensions side by side, each with its few metrics: value, the period before, and the course. */
export function SummaryTiles({ values, search }: { values: readonly MetricValue[]; search: string }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4 print:grid-cols-4 print:gap-2">
      {DIMENSIONS.map(({ title, metrics }) => (
        <section key={title} aria-label={title} className="bg-card min-w-0 rounded-lg border p-3 print:p-2">
          <h2 className="text-sm font-semibold tracking-tight">{title}</h2>
          <div className="mt-2 grid gap-3 print:gap-2">
            {metrics.map((id) => {
              const value = values.find(({ definition }) => definition.id === id);
              return value && <Tile key={id} value={value} search={search} />;
            })}
          </div>
        </section>
      ))}
    </div>
  );
}

function Tile({ value, search }: { value: MetricValue; search: string }) {
  const { definition, result } = value;
  const course = seriesFigure(value);
  return (
    <div className="grid min-w-0 gap-0.5">
      <h3 className="min-w-0 text-xs">
        <MetricLink value={value} search={search} />
      </h3>
      {result.value === null ? (
        <p className="text-muted-foreground text-sm">Not enough data</p>
      ) : (
        <p className="tabular text-xl font-semibold tracking-tight print:text-lg">
          {formatValue(result.value, definition.unit)}
        </p>
      )}
      <p className="text-muted-foreground line-clamp-2 min-h-4 text-xs">
        <Change value={value} />
        {value.widened && ` ${value.widened}`}
      </p>
      {course && <Sparkline figure={course} />}
    </div>
  );
}

/** The name of a metric, leading to how it is computed. */
export const MetricLink = ({ value: { definition }, search }: { value: MetricValue; search: string }) => (
  <Link
    href={`/insights/metrics/${definition.id}${search && `?${search}`}`}
    className="text-muted-foreground hover:text-foreground hover:underline"
  >
    {definition.title}
  </Link>
);

/** How a value compares with the period before, or why it does not. */
export function Change({ value }: { value: MetricValue }) {
  const { definition, result, previous, previousWhy } = value;
  if (result.value === null) return definition.unavailable ?? result.insufficient?.why ?? null;
  const change = formatChange(result.value, previous?.value ?? null, definition.unit);
  if (!change) return previousWhy;
  if (result.value === previous?.value || change === "no change") return "As in the period before";
  const better = isBetter(result.value, previous?.value ?? null, definition.direction);
  return (
    <>
      <span className={cn("tabular", better === true && "text-success", better === false && "text-danger")}>
        {change}
        {better === null ? "" : better ? ", better" : ", worse"}
      </span>{" "}
      than {formatValue(previous?.value ?? null, definition.unit)} before
      {result.insufficient && `, from ${result.insufficient.have} only`}
    </>
  );
}

"use client";

import { Bar, BarChart, CartesianGrid, Cell, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { SeriesFigure } from "@/server/metrics/core/figure";
import { bucketLabel, formatTick, formatValue } from "./format-value";
import { restColour, seriesColour } from "./series-colour";
import { axisTicks } from "./ticks";

/** Columns over time, a piece for each series: for what adds up. Buckets that are not over are paler. */
export default function StackedChart({ figure }: { figure: SeriesFigure }) {
  const rows = figure.buckets.map((bucket, n) => ({
    label: bucketLabel(bucket.from, figure.interval),
    partial: bucket.partial,
    ...Object.fromEntries(figure.series.map(({ id, values }) => [id, values[n] ?? null])),
  }));
  // Pieces stand on one another, above the line and below it.
  const sums = figure.buckets.flatMap((_, n) => {
    const values = figure.series.map((series) => series.values[n] ?? 0);
    return [(value: number) => value > 0, (value: number) => value < 0].map((side) =>
      values.filter(side).reduce((sum, value) => sum + value, 0),
    );
  });
  const ticks = axisTicks(sums, figure.unit);
  return (
    <ResponsiveContainer width="100%" height={256}>
      <BarChart
        data={rows}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        stackOffset="sign"
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="label"
          tickLine={false}
          axisLine={false}
          minTickGap={16}
          tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
        />
        <YAxis
          width={60}
          ticks={ticks}
          domain={[ticks[0]!, ticks.at(-1)!]}
          interval={0}
          tickLine={false}
          axisLine={false}
          tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
          tickFormatter={(value: number) => formatTick(value, figure.unit, figure.currency)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--accent)", opacity: 0.5 }}
          content={({ active, label, payload }) => {
            if (!active || !payload.length) return null;
            const index = rows.findIndex((row) => row.label === label);
            return (
              <div className="bg-popover rounded-md p-2 text-xs shadow-[var(--popup-shadow)]">
                <p className="mb-1 font-medium">
                  {label}
                  {rows[index]?.partial ? ", so far" : ""}
                </p>
                {figure.series
                  .filter(({ values }) => values[index])
                  .map(({ id, label: name, values }) => (
                    <p key={id} className="tabular flex justify-between gap-4">
                      <span className="text-muted-foreground">{name}</span>
                      <span>{formatValue(values[index] ?? null, figure.unit, figure.currency)}</span>
                    </p>
                  ))}
              </div>
            );
          }}
        />
        {figure.series.map(({ id }, place) => (
          <Bar
            key={id}
            dataKey={id}
            stackId="all"
            maxBarSize={48}
            fill={colourOf(figure, id, place)}
            isAnimationActive={false}
          >
            {rows.map(({ label, partial }) => (
              <Cell key={label} fillOpacity={partial ? 0.55 : 1} />
            ))}
          </Bar>
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

const colourOf = (figure: SeriesFigure, id: string, place: number): string =>
  id.startsWith("(") && figure.series.length > 1 ? restColour(id) : seriesColour(place);

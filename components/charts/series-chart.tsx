"use client";

import {
  CartesianGrid,
  type DotItemDotProps,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { SeriesFigure } from "@/server/metrics/core/figure";
import { bucketLabel, formatTick, formatValue } from "./format-value";
import { happenedIn } from "./happened";
import { seriesColour } from "./series-colour";
import { axisTicks } from "./ticks";

/** With more of them, lines from top to bottom would hide the course: they are short then. */
const MOST_LINES = 6;

/**
 * Lines over time, straight, with gaps where there is no value. What is not over yet is dashed, as is the period before. The figure has
 * decided everything; this only draws it.
 */
export default function SeriesChart({
  figure,
  point = null,
  onPoint,
}: {
  figure: SeriesFigure;
  /** The one that the keyboard is at. */
  point?: number | null;
  onPoint?: (index: number) => void;
}) {
  const rows = figure.buckets.map((bucket, n) => ({
    label: bucketLabel(bucket.from, figure.interval),
    ...Object.fromEntries(
      figure.series.flatMap(({ id, values }) => [
        [id, bucket.partial ? null : (values[n] ?? null)],
        // The dashed piece begins where the solid one ends.
        [`${id}~`, bucket.partial || figure.buckets[n + 1]?.partial ? (values[n] ?? null) : null],
      ]),
    ),
  }));
  const hasPartial = figure.buckets.some(({ partial }) => partial);
  const ticks = axisTicks(
    figure.series.flatMap(({ values }) => values),
    figure.unit,
  );
  const [bottom, top] = [ticks[0]!, ticks.at(-1)!];
  const happened = happenedIn(figure);
  const markFrom = happened.length > MOST_LINES ? top - (top - bottom) / 16 : bottom;
  return (
    <ResponsiveContainer width="100%" height={224}>
      <LineChart
        data={rows}
        margin={{ top: figure.annotations.length ? 16 : 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        {...(onPoint
          ? {
              className: "cursor-pointer",
              onClick: ({ activeTooltipIndex: at }) => {
                if (at !== null && at !== undefined) onPoint(Number(at));
              },
            }
          : {})}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="label"
          tickLine={false}
          axisLine={false}
          // Of few points the last is named as well.
          interval={rows.length > 4 ? "equidistantPreserveStart" : "preserveStartEnd"}
          minTickGap={24}
          tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
        />
        <YAxis
          width={52}
          tickLine={false}
          axisLine={false}
          ticks={ticks}
          domain={[bottom, top]}
          interval={0}
          tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
          tickFormatter={(value: number) => formatTick(value, figure.unit, figure.currency)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--border-strong)" }}
          content={({ active, label, payload }) => {
            if (!active || !payload.length) return null;
            const index = rows.findIndex((row) => row.label === label);
            return (
              <div className="bg-popover rounded-md p-2 text-xs shadow-[var(--popup-shadow)]">
                <p className="mb-1 font-medium">
                  {label}
                  {figure.buckets[index]?.partial ? ", so far" : ""}
                </p>
                {figure.series.map(({ id, label: name, values, n }) => (
                  <p key={id} className="tabular flex justify-between gap-4">
                    <span className="text-muted-foreground">{name}</span>
                    <span>
                      {formatValue(values[index] ?? null, figure.unit, figure.currency)}
                      {n[index] ? <span className="text-muted-foreground"> · {n[index]}</span> : null}
                    </span>
                  </p>
                ))}
              </div>
            );
          }}
        />
        {happened.map(({ number, bucket, items }) => {
          const x = rows[bucket]!.label;
          return (
            <ReferenceLine
              key={number}
              segment={[
                { x, y: markFrom },
                { x, y: top },
              ]}
              stroke={
                items.some(({ kind }) => kind === "incident") ? "var(--danger)" : "var(--border-strong)"
              }
              strokeDasharray="2 2"
              label={{ value: number, position: "top", fontSize: 10, fill: "var(--muted-foreground)" }}
            />
          );
        })}
        {point !== null && <ReferenceLine x={rows[point]?.label} stroke="var(--ring)" strokeWidth={1.5} />}
        {figure.series.map(({ id, compare, values }, place) => (
          <Line
            key={id}
            dataKey={id}
            type="linear"
            stroke={compare ? "var(--chart-rest)" : seriesColour(place)}
            strokeWidth={compare ? 1.5 : 2}
            {...(compare ? { strokeDasharray: "4 3" } : {})}
            dot={({ cx, cy, index, key }: DotItemDotProps) => {
              const shown =
                (values[index] ?? null) !== null &&
                !figure.buckets[index]?.partial &&
                ((figure.buckets.length <= 16 && !compare) || isAlone(values, index));
              if (!shown) return <g key={key} />;
              return (
                <circle
                  key={key}
                  cx={cx}
                  cy={cy}
                  r={2.5}
                  fill={compare ? "var(--chart-rest)" : seriesColour(place)}
                />
              );
            }}
            isAnimationActive={false}
            connectNulls={false}
          />
        ))}
        {hasPartial &&
          figure.series
            .filter(({ compare }) => !compare)
            .map(({ id }, place) => (
              <Line
                key={`${id}~`}
                dataKey={`${id}~`}
                type="linear"
                stroke={seriesColour(place)}
                strokeWidth={2}
                strokeDasharray="2 3"
                dot={false}
                isAnimationActive={false}
                connectNulls={false}
              />
            ))}
      </LineChart>
    </ResponsiveContainer>
  );
}

/** Between gaps there is no line to be seen, so a value there is a dot. */
const isAlone = (values: readonly (number | null)[], at: number): boolean =>
  (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;

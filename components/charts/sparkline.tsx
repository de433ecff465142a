import type { SeriesFigure } from "@/server/metrics/core/figure";

const HEIGHT = 28;

/** The course of a value without axes, beside its number: gaps stay gaps, and what is under way is not drawn. */
export function Sparkline({ figure }: { figure: SeriesFigure }) {
  const [line] = figure.series;
  const values = (line?.values ?? []).filter((_, at) => !figure.buckets[at]?.partial);
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const x = (at: number) => (at / Math.max(values.length - 1, 1)) * 100;
  const y = (value: number) => HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4);
  const pieces: string[][] = [];
  values.forEach((value, at) => {
    if (value === null) return;
    if (at === 0 || values[at - 1] === null) pieces.push([]);
    pieces.at(-1)!.push(`${x(at)},${y(value)}`);
  });
  return (
    <svg
      viewBox={`0 0 100 ${HEIGHT}`}
      preserveAspectRatio="none"
      width="100%"
      height={HEIGHT}
      aria-hidden
      className="overflow-visible"
    >
      {pieces.map((points) => (
        <polyline
          key={points[0]}
          // A single value between gaps is a dot.
          points={points.length === 1 ? `${points[0]} ${points[0]}` : points.join(" ")}
          fill="none"
          stroke="var(--chart-1)"
          strokeWidth={points.length === 1 ? 4 : 1.5}
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

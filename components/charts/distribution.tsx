import type { DistributionFigure } from "@/server/metrics/core/figure";
import { formatValue } from "./format-value";
import { placeOf } from "./place-of";

const HEIGHT = 160;
const TOP = 14;
const DASHES = ["none", "5 3", "2 3"];

/** What is there at all is seen. */
const heightOf = (count: number, most: number) => Math.max((count / most) * (HEIGHT - TOP), count ? 2 : 0);

/** Bars for ranges of values, and lines where the median and the slower ones lie. Drawn as SVG: pages allow no inline styles. */
export function Distribution({ figure }: { figure: DistributionFigure }) {
  const most = Math.max(...figure.buckets.map(({ count }) => count), 1);
  const width = 100 / figure.buckets.length;
  const value = (of: number) => formatValue(of, figure.unit, figure.currency);
  return (
    <figure className="grid gap-2" aria-label={`${figure.title}, chart`}>
      <svg width="100%" height={HEIGHT} aria-hidden>
        {figure.buckets.map(({ from, count }, at) => {
          const height = heightOf(count, most);
          return (
            <rect
              key={from}
              x={`${at * width + width * 0.06}%`}
              y={HEIGHT - height}
              width={`${width * 0.88}%`}
              height={height}
              rx="2"
              fill="var(--chart-1)"
            />
          );
        })}
        {figure.marks.map(({ label, value: of }, n) => {
          const x = `${placeOf(figure, of) * 100}%`;
          return (
            <g key={label}>
              {/* A rim, so that it is seen on a bar as well as beside one. */}
              <line x1={x} x2={x} y1={TOP} y2={HEIGHT} stroke="var(--card)" strokeWidth="4" />
              <line
                x1={x}
                x2={x}
                y1={TOP}
                y2={HEIGHT}
                stroke="var(--foreground)"
                strokeWidth="1.5"
                strokeDasharray={DASHES[n] ?? "2 3"}
              />
            </g>
          );
        })}
        {figure.buckets.map(
          ({ from, count }, at) =>
            count > 0 && (
              <text
                key={from}
                x={`${(at + 0.5) * width}%`}
                y={HEIGHT - heightOf(count, most) - 4}
                textAnchor="middle"
                fontSize="11"
                fill="var(--muted-foreground)"
                stroke="var(--card)"
                strokeWidth="3"
                paintOrder="stroke"
              >
                {count}
              </text>
            ),
        )}
        <line x1="0" x2="100%" y1={HEIGHT} y2={HEIGHT} stroke="var(--border-strong)" />
      </svg>
      <div className="text-muted-foreground grid auto-cols-fr grid-flow-col text-center text-xs" aria-hidden>
        {figure.buckets.map(({ from, to }) => (
          <span
            key={from}
            className="text-[10px] tracking-tighter whitespace-nowrap sm:text-xs sm:tracking-normal"
          >
            {to === null ? `${value(from)}+` : `<${value(to)}`}
          </span>
        ))}
      </div>
      <ul className="text-muted-foreground flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {figure.marks.map(({ label, value: of }, n) => (
          <li key={label} className="inline-flex items-center gap-1.5">
            <svg width="14" height="8" aria-hidden>
              <line
                x1="0"
                x2="14"
                y1="4"
                y2="4"
                stroke="var(--foreground)"
                strokeWidth="1.5"
                strokeDasharray={DASHES[n] ?? "2 3"}
              />
            </svg>
            {label}
            {n > 0 ? " within" : ""} <span className="text-foreground tabular">{value(of)}</span>
          </li>
        ))}
      </ul>
      <figcaption className="sr-only">
        {figure.buckets.length} ranges; all counts are in the table.
      </figcaption>
    </figure>
  );
}

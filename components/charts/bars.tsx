import Link from "next/link";
import { formatCount } from "@/components/ui/format";
import type { BarsFigure } from "@/server/metrics/core/figure";
import { formatValue } from "./format-value";

/** Horizontal bars, each with its name and value in words; drawn as SVG, since pages allow no inline styles. */
export function Bars({ figure }: { figure: BarsFigure }) {
  const most = Math.max(...figure.bars.map(({ value }) => Math.abs(value ?? 0)), 0);
  if (!figure.bars.length)
    return <p className="text-muted-foreground py-6 text-center">There is nothing to compare.</p>;
  return (
    <ul aria-label={figure.title} className="grid gap-2">
      {figure.bars.map((bar) => (
        <li key={bar.id} className="grid gap-0.5">
          <div className="flex justify-between gap-3">
            <span className="min-w-0 truncate">
              {bar.href ? (
                <Link href={bar.href} className="text-primary-text hover:underline">
                  {bar.label}
                </Link>
              ) : (
                bar.label
              )}
            </span>
            <span className="tabular shrink-0">
              {bar.value === null ? (
                <span className="text-muted-foreground" title={bar.insufficient?.why}>
                  {bar.insufficient ? "Too few events" : "No data"}
                </span>
              ) : (
                formatValue(bar.value, figure.unit, figure.currency)
              )}
              {bar.n !== null && (
                <span className="text-muted-foreground text-xs">
                  {" "}
                  · {formatCount(bar.n)}
                  {figure.counts && <span className="sr-only"> {figure.counts}</span>}
                </span>
              )}
            </span>
          </div>
          {bar.detail && <p className="text-muted-foreground text-xs">{bar.detail}</p>}
          <svg width="100%" height="6" aria-hidden className="rounded-full">
            <rect width="100%" height="6" fill="var(--muted)" />
            {bar.value !== null && most > 0 && (
              <rect
                width={`${(Math.abs(bar.value) / most) * 100}%`}
                height="6"
                rx="3"
                // What is given back is another colour: its length is not cost.
                fill={bar.value < 0 ? "var(--chart-rest)" : "var(--chart-1)"}
              />
            )}
          </svg>
        </li>
      ))}
      {figure.others && (
        <li className="text-muted-foreground text-xs">
          and {figure.others.count} more
          {figure.others.value === null
            ? ""
            : `: ${formatValue(figure.others.value, figure.unit, figure.currency)}`}
        </li>
      )}
    </ul>
  );
}

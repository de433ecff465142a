"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { formatPercent } from "@/components/ui/format";
import type { BarsFigure } from "@/server/metrics/core/figure";
import { formatValue } from "./format-value";
import { ringPath, ringPieces } from "./ring";
import { seriesColour } from "./series-colour";

/** Colours there are; after them they come again, paler. */
const COLOURS = 8;
const REST = "(the rest)";

/** Shares of a whole as a ring, with each name, value and share in words beside it. A piece leads where its name does. */
export function Donut({ figure }: { figure: BarsFigure }) {
  const router = useRouter();
  const rest = figure.others?.value ? [{ id: REST, value: figure.others.value }] : [];
  const pieces = ringPieces([...figure.bars, ...rest]);
  if (pieces.length === 0)
    return <p className="text-muted-foreground py-6 text-center">There is nothing to compare.</p>;
  const share = (id: string): string => {
    const piece = pieces.find((one) => one.id === id);
    return formatPercent(piece ? piece.to - piece.from : 0);
  };
  const total = [...figure.bars, ...rest].reduce((sum, { value }) => sum + Math.max(0, value ?? 0), 0);
  const placeOf = new Map(figure.bars.map(({ id }, place) => [id, place]));
  const hrefOf = new Map(figure.bars.map(({ id, href }) => [id, href]));
  return (
    <div className="@container">
      <div className="flex flex-wrap items-center justify-center gap-x-6 gap-y-3">
        <svg viewBox="-50 -50 100 100" className="size-40 shrink-0 @md:size-44" aria-hidden>
          {pieces.map((piece) => {
            const href = hrefOf.get(piece.id);
            return (
              <path
                key={piece.id}
                d={ringPath(piece, 48, 30)}
                {...markOf(placeOf.get(piece.id))}
                stroke="var(--card)"
                strokeWidth="1"
                {...(href && {
                  onClick: () => router.push(href),
                  className: "cursor-pointer hover:opacity-80",
                })}
              />
            );
          })}
          <text textAnchor="middle" y="4" className="tabular fill-foreground text-[11px] font-semibold">
            {formatValue(total, figure.unit, figure.currency)}
          </text>
        </svg>
        <ul aria-label={figure.title} className="grid min-w-48 flex-1 gap-1">
          {figure.bars.map(({ id, label, value, href }, place) => (
            <li key={id} className="flex items-center gap-2">
              <Mark place={place} />
              <span className="min-w-0 flex-1 truncate" title={label}>
                {href ? (
                  <Link href={href} className="text-primary-text hover:underline">
                    {label}
                  </Link>
                ) : (
                  label
                )}
              </span>
              <span className="tabular shrink-0">{formatValue(value, figure.unit, figure.currency)}</span>
              <span className="text-muted-foreground tabular w-12 shrink-0 text-right text-xs">
                {share(id)}
              </span>
            </li>
          ))}
          {figure.others && (
            <li className="flex items-center gap-2">
              <Mark place={undefined} />
              <span className="text-muted-foreground min-w-0 flex-1">Other ({figure.others.count} more)</span>
              <span className="tabular shrink-0">
                {formatValue(figure.others.value, figure.unit, figure.currency)}
              </span>
              <span className="text-muted-foreground tabular w-12 shrink-0 text-right text-xs">
                {share(REST)}
              </span>
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}

const markOf = (place: number | undefined) =>
  place === undefined
    ? { fill: "var(--chart-rest)" }
    : { fill: seriesColour(place % COLOURS), fillOpacity: place < COLOURS ? 1 : 0.6 };

function Mark({ place }: { place: number | undefined }) {
  return (
    <svg width="10" height="10" aria-hidden className="shrink-0">
      <rect width="10" height="10" rx="2" {...markOf(place)} />
    </svg>
  );
}

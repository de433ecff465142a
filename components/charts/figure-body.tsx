"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import type { Figure } from "@/server/metrics/core/figure";
import { Bars } from "./bars";
import { rowsOf } from "./figure-rows";
import { FigureTable } from "./figure-table";
import { Legend } from "./legend";
import { NumberTile } from "./number-tile";

const waiting = () => <Skeleton className="h-56 w-full" />;
const SeriesChart = dynamic(() => import("./series-chart"), { ssr: false, loading: waiting });
const StackedChart = dynamic(() => import("./stacked-chart"), { ssr: false, loading: waiting });
const Donut = dynamic(() => import("./donut").then((module) => module.Donut), { loading: waiting });

/** Whether there is something to draw beside the table of its values. */
export const isDrawable = ({ shape }: Figure): boolean => shape === "series" || shape === "bars";

interface FigureBodyProps {
  figure: Figure;
  asTable: boolean;
  /** Series that add up are columns in pieces instead of lines. */
  stacked?: boolean;
  /** Shares of a whole are a ring instead of bars. */
  ring?: boolean;
}

/** A figure without its frame: drawn, or as a table. */
export function FigureBody({ figure, asTable, stacked = false, ring = false }: FigureBodyProps) {
  if (asTable || figure.shape === "table" || figure.shape === "distribution")
    return <FigureTable figure={figure} />;
  if (figure.shape === "series")
    return (
      <figure className="grid gap-2" aria-label={`${figure.title}, chart`}>
        <div aria-hidden>{stacked ? <StackedChart figure={figure} /> : <SeriesChart figure={figure} />}</div>
        <Legend figure={figure} stacked={stacked} />
        <figcaption className="sr-only">{summaryOf(figure)}</figcaption>
      </figure>
    );
  if (figure.shape === "bars") return ring ? <Donut figure={figure} /> : <Bars figure={figure} />;
  return <NumberTile figure={figure} />;
}

/** What a chart shows, for who does not see it; the table has every value. */
function summaryOf(figure: Extract<Figure, { shape: "series" }>): string {
  const rows = rowsOf(figure).rows;
  const last = rows.at(-1);
  const words = figure.series.map(({ label }, n) => `${label} ${last?.cells[1 + 2 * n]?.text ?? "–"}`);
  return `${rows.length} points. The last, ${last?.cells[0]?.text ?? "–"}: ${words.join(", ")}. All values are in the table.`;
}

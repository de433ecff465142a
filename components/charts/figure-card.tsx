"use client";

import { ChartLine, Download, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import type { Figure } from "@/server/metrics/core/figure";
import { Bars } from "./bars";
import { csvOf, rowsOf } from "./figure-rows";
import { FigureTable } from "./figure-table";
import { Legend } from "./legend";
import { NumberTile } from "./number-tile";

const waiting = () => <Skeleton className="h-56 w-full" />;
const SeriesChart = dynamic(() => import("./series-chart"), { ssr: false, loading: waiting });
const StackedChart = dynamic(() => import("./stacked-chart"), { ssr: false, loading: waiting });

interface FigureCardProps {
  figure: Figure;
  /** What it answers, in a sentence. */
  description?: string | undefined;
  /** Series that add up are columns in pieces instead of lines. */
  stacked?: boolean;
  /** Beside the commands, such as a link to how it is computed. */
  actions?: ReactNode;
  /** Above the chart, such as the value of today. */
  children?: ReactNode;
}

/** A figure in its frame: drawn, or as a table, or as a file. */
export function FigureCard({ figure, description, stacked = false, actions, children }: FigureCardProps) {
  const [asTable, setAsTable] = useState(false);
  const drawable = figure.shape === "series" || figure.shape === "bars";
  return (
    <SectionCard
      title={figure.title}
      {...(description ? { description } : {})}
      actions={
        <span className="flex items-center gap-1 print:hidden">
          {actions}
          {drawable && (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-pressed={asTable}
              aria-label={asTable ? `Show ${figure.title} as a chart` : `Show ${figure.title} as a table`}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
            </Button>
          )}
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Download ${figure.title} as CSV`}
            onClick={() => download(figure)}
          >
            <Download aria-hidden />
          </Button>
        </span>
      }
    >
      <div className="grid gap-3">
        {children}
        {asTable || figure.shape === "table" || figure.shape === "distribution" ? (
          <FigureTable figure={figure} />
        ) : figure.shape === "series" ? (
          <figure className="grid gap-2" aria-label={`${figure.title}, chart`}>
            <div aria-hidden>
              {stacked ? <StackedChart figure={figure} /> : <SeriesChart figure={figure} />}
            </div>
            <Legend figure={figure} stacked={stacked} />
            <figcaption className="sr-only">{summaryOf(figure)}</figcaption>
          </figure>
        ) : figure.shape === "bars" ? (
          <Bars figure={figure} />
        ) : (
          <NumberTile figure={figure} />
        )}
        {figure.note && <p className="text-muted-foreground text-xs">{figure.note}</p>}
      </div>
    </SectionCard>
  );
}

/** What a chart shows, for who does not see it; the table has every value. */
function summaryOf(figure: Extract<Figure, { shape: "series" }>): string {
  const rows = rowsOf(figure).rows;
  const last = rows.at(-1);
  const words = figure.series.map(({ label }, n) => `${label} ${last?.cells[1 + 2 * n]?.text ?? "–"}`);
  return `${rows.length} points. The last, ${last?.cells[0]?.text ?? "–"}: ${words.join(", ")}. All values are in the table.`;
}

function download(figure: Figure): void {
  const url = URL.createObjectURL(new Blob([csvOf(rowsOf(figure))], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${figure.title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

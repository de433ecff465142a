"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import type { Figure, FigureBucket } from "@/server/metrics/core/figure";
import { NumberTile } from "./number-tile";
import { SeriesBody } from "./series-figure";

const waiting = () => <Skeleton className="h-56 w-full" />;
// Each is on few pages, and a table is there only once it is asked for.
const Bars = dynamic(() => import("./bars").then((module) => module.Bars), { loading: waiting });
const Distribution = dynamic(() => import("./distribution").then((module) => module.Distribution), {
  loading: waiting,
});
const FigureTable = dynamic(() => import("./figure-table").then((module) => module.FigureTable), {
  loading: waiting,
});
const Donut = dynamic(() => import("./donut").then((module) => module.Donut), { loading: waiting });

/** Whether there is something to draw beside the table of its values. */
export const isDrawable = ({ shape }: Figure): boolean =>
  shape === "series" || shape === "bars" || shape === "distribution";

interface FigureBodyProps {
  figure: Figure;
  asTable: boolean;
  /** Series that add up are columns in pieces instead of lines. */
  stacked?: boolean;
  /** Shares of a whole are a ring instead of bars. */
  ring?: boolean;
  /** Shows what stands behind a point of a course. */
  onPoint?: ((bucket: FigureBucket) => void) | undefined;
}

/** A figure without its frame: drawn, or as a table. */
export function FigureBody({ figure, asTable, stacked = false, ring = false, onPoint }: FigureBodyProps) {
  if (asTable || figure.shape === "table") return <FigureTable figure={figure} onPoint={onPoint} />;
  switch (figure.shape) {
    case "series":
      return <SeriesBody figure={figure} stacked={stacked} onPoint={onPoint} />;
    case "bars":
      return ring ? <Donut figure={figure} /> : <Bars figure={figure} />;
    case "distribution":
      return <Distribution figure={figure} />;
    case "number":
      return <NumberTile figure={figure} />;
  }
}

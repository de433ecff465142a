"use client";

import { type ReactNode, useState } from "react";
import { SectionCard } from "@/components/ui/card";
import type { Figure, FigureBucket } from "@/server/metrics/core/figure";
import { FigureBody } from "./figure-body";
import { FigureCommands } from "./figure-commands";

interface FigureCardProps {
  figure: Figure;
  /** What it answers, in a sentence. */
  description?: string | undefined;
  /** Series that add up are columns in pieces instead of lines. */
  stacked?: boolean;
  /** Shows what stands behind a point of a course. */
  onPoint?: ((bucket: FigureBucket) => void) | undefined;
  /** Beside the commands, such as a link to how it is computed. */
  actions?: ReactNode;
  /** Above the chart, such as the value of today. */
  children?: ReactNode;
}

/** A figure in its frame: drawn, or as a table, or as a file. */
export function FigureCard({
  figure,
  description,
  stacked = false,
  onPoint,
  actions,
  children,
}: FigureCardProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <SectionCard
      title={figure.title}
      {...(description ? { description } : {})}
      actions={
        <span className="flex items-center gap-1 print:hidden">
          {actions}
          <FigureCommands figure={figure} asTable={asTable} onTable={setAsTable} />
        </span>
      }
    >
      <div className="grid gap-3">
        {children}
        <FigureBody figure={figure} asTable={asTable} stacked={stacked} onPoint={onPoint} />
        {figure.note && (asTable || figure.shape !== "number") && (
          <p className="text-muted-foreground text-xs">{figure.note}</p>
        )}
      </div>
    </SectionCard>
  );
}

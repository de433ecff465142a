"use client";

import { ChartLine, Download, Table2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Figure } from "@/server/metrics/core/figure";
import { isDrawable } from "./figure-body";

interface FigureCommandsProps {
  figure: Figure;
  asTable: boolean;
  onTable: (asTable: boolean) => void;
}

/** What can be done with any figure: see its values as a table, take them as a file. */
export function FigureCommands({ figure, asTable, onTable }: FigureCommandsProps) {
  return (
    <>
      {isDrawable(figure) && (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-pressed={asTable}
          aria-label={asTable ? `Show ${figure.title} as a chart` : `Show ${figure.title} as a table`}
          onClick={() => onTable(!asTable)}
        >
          {asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
        </Button>
      )}
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Download ${figure.title} as CSV`}
        onClick={() => void download(figure)}
      >
        <Download aria-hidden />
      </Button>
    </>
  );
}

async function download(figure: Figure): Promise<void> {
  const { csvOf, rowsOf } = await import("./figure-rows");
  const url = URL.createObjectURL(new Blob([csvOf(rowsOf(figure))], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${figure.title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

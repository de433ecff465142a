import { Children, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { rowsOf } from "./filled-rows";

/** Of six columns: how wide a cell is where so many stand in its row. */
const WIDE = { 1: "xl:col-span-6", 2: "xl:col-span-3", 3: "xl:col-span-2" } as const;
const WIDE_DENSE = { 1: "lg:col-span-6", 2: "lg:col-span-3", 3: "lg:col-span-2" } as const;

/** Cards beside each other, as high as their neighbours, and no row with a hole whatever their number. */
export function FilledGrid({ dense = false, children }: { dense?: boolean; children: ReactNode }) {
  const cells = Children.toArray(children);
  const inRow = rowsOf(cells.length).flatMap((length) => Array.from({ length }, () => length));
  return (
    <div className={cn("grid grid-cols-1", dense ? "gap-3 sm:grid-cols-6" : "gap-4 lg:grid-cols-6")}>
      {cells.map((cell, at) => (
        <div
          key={at}
          className={cn(
            "grid min-w-0 grid-cols-[minmax(0,1fr)]",
            dense ? "sm:col-span-3 sm:last:odd:col-span-6" : "lg:col-span-3 lg:last:odd:col-span-6",
            (dense ? WIDE_DENSE : WIDE)[inRow[at]!],
            (dense ? LAST_DENSE : LAST)[inRow[at]!],
          )}
        >
          {cell}
        </div>
      ))}
    </div>
  );
}

// The rule for a last one alone in two columns is the stronger selector, so the wider screen says it again.
const LAST = {
  1: "xl:last:odd:col-span-6",
  2: "xl:last:odd:col-span-3",
  3: "xl:last:odd:col-span-2",
} as const;
const LAST_DENSE = {
  1: "lg:last:odd:col-span-6",
  2: "lg:last:odd:col-span-3",
  3: "lg:last:odd:col-span-2",
} as const;

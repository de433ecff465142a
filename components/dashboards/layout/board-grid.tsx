"use client";

import type { ReactNode, Ref } from "react";
import { cn } from "@/components/ui/cn";
import type { Layout, Target } from "./layout";

/** Widths as classes: a page may not carry styles of its own when it comes from the server. */
const SPANS = [
  "",
  "@3xl:col-span-1",
  "@3xl:col-span-2",
  "@3xl:col-span-3",
  "@3xl:col-span-4",
  "@3xl:col-span-5",
  "@3xl:col-span-6",
  "@3xl:col-span-7",
  "@3xl:col-span-8",
  "@3xl:col-span-9",
  "@3xl:col-span-10",
  "@3xl:col-span-11",
  "@3xl:col-span-12",
] as const;

interface BoardGridProps {
  layout: Layout;
  children: (id: string) => ReactNode;
  /** Where something that is carried would go. */
  target?: Target | null | undefined;
  grid?: Ref<HTMLDivElement>;
  /** Under a row while it is edited. */
  rowEnd?: (row: number) => ReactNode;
}

/** Widgets in rows of columns; where there is little room, one below the other. */
export function BoardGrid({ layout, children, target, grid, rowEnd }: BoardGridProps) {
  return (
    <div className="@container">
      <div ref={grid} className="grid gap-4">
        {layout.map((row, at) => (
          <div
            key={at}
            data-board-row
            ref={(element) => element?.style.setProperty("--row-height", `${row.height}px`)}
            className="relative grid min-w-0 grid-cols-1 gap-4 @3xl:grid-cols-12"
          >
            {target?.kind === "between" && target.row === at && (
              <Line className="-top-2.5 right-0 left-0 h-1" />
            )}
            {target?.kind === "between" && target.row === layout.length && at === layout.length - 1 && (
              <Line className="right-0 -bottom-2.5 left-0 h-1" />
            )}
            {row.columns.map(({ id, size }, column) => (
              <div
                key={id}
                data-board-column={id}
                className={cn(
                  "relative min-w-0 break-inside-avoid @3xl:h-(--row-height) print:h-auto!",
                  SPANS[Math.min(12, Math.max(1, size))],
                )}
              >
                {target?.kind === "into" && target.row === at && target.column === column && (
                  <Line className="top-0 bottom-0 -left-2.5 w-1" />
                )}
                {target?.kind === "into" &&
                  target.row === at &&
                  target.column === row.columns.length &&
                  column === row.columns.length - 1 && <Line className="top-0 -right-2.5 bottom-0 w-1" />}
                {children(id)}
              </div>
            ))}
            {rowEnd?.(at)}
          </div>
        ))}
      </div>
    </div>
  );
}

const Line = ({ className }: { className: string }) => (
  <span aria-hidden data-drop-line className={cn("bg-primary absolute z-10 rounded-full", className)} />
);

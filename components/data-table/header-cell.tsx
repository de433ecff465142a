"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown, EllipsisVertical } from "lucide-react";
import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";
import type { DataTableColumn, SortState } from "./columns";

interface HeaderCellProps {
  column: Pick<DataTableColumn<unknown>, "id" | "header" | "align" | "sortable" | "width">;
  className?: string;
  sort: readonly SortState[];
  onSort?: ((add: boolean) => void) | undefined;
  onMenu?: ((button: HTMLElement) => void) | undefined;
  /** Whether something of this column is filtered. */
  marked?: boolean;
}

/** One header; sortable ones are buttons that say the present order, with Shift they sort after the others. */
export function HeaderCell({ column, className, sort, onSort, onMenu, marked }: HeaderCellProps) {
  const place = sort.findIndex((one) => one.column === column.id);
  const active = sort[place]?.direction ?? null;
  const right = column.align === "right";
  const Icon = active === "asc" ? ArrowUp : active === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={
        place > 0 ? undefined : active === "asc" ? "ascending" : active === "desc" ? "descending" : undefined
      }
      className={cn(
        "group/head bg-muted text-muted-foreground sticky top-0 z-20 h-8 border-b px-3 text-xs font-medium whitespace-nowrap first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4 print:static",
        right && "text-right",
        column.width,
        className,
      )}
    >
      <span className={cn("inline-flex items-center gap-0.5", right && "flex-row-reverse")}>
        {column.sortable && onSort ? (
          <button
            type="button"
            onClick={(event) => onSort(event.shiftKey)}
            title="Shift and click: sort by this after the others"
            className={cn(
              "group/sort hover:text-foreground inline-flex h-6 items-center gap-1 rounded-xs",
              right && "flex-row-reverse",
              active && "text-foreground",
            )}
          >
            {column.header}
            <Icon
              aria-hidden
              className={cn(
                "size-3",
                !active && "opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60",
              )}
            />
            {sort.length > 1 && active && (
              <span className="text-2xs tabular">
                <span className="sr-only">
                  {active === "asc" ? "ascending, order " : "descending, order "}
                </span>
                {place + 1}
              </span>
            )}
          </button>
        ) : (
          column.header
        )}
        {onMenu && (
          <button
            type="button"
            aria-haspopup="dialog"
            aria-label={`Column ${column.header}${marked ? ", filtered" : ""}`}
            onClick={(event: MouseEvent<HTMLElement>) => onMenu(event.currentTarget)}
            className={cn(
              "hover:bg-accent hover:text-foreground inline-flex size-6 items-center justify-center rounded-xs",
              marked
                ? "text-primary-text"
                : "opacity-0 group-hover/head:opacity-100 focus-visible:opacity-100",
            )}
          >
            <EllipsisVertical aria-hidden className="size-3.5" />
          </button>
        )}
      </span>
    </th>
  );
}

"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { DataTableColumn, SortState } from "./columns";

interface HeaderCellProps {
  column: Pick<DataTableColumn<unknown>, "id" | "header" | "align" | "sortable" | "width">;
  first: boolean;
  sort: SortState | null;
  onSort?: () => void;
}

/** One header; sortable ones are buttons that say the present order. */
export function HeaderCell({ column, first, sort, onSort }: HeaderCellProps) {
  const active = sort?.column === column.id ? sort.direction : null;
  const right = column.align === "right";
  const Icon = active === "asc" ? ArrowUp : active === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={active === "asc" ? "ascending" : active === "desc" ? "descending" : undefined}
      className={cn(
        "bg-muted text-muted-foreground sticky top-0 z-20 h-8 border-b px-3 text-xs font-medium whitespace-nowrap first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4 xl:top-12 print:static",
        first && "left-0 z-25",
        right && "text-right",
        column.width,
      )}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          onClick={onSort}
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
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { rangeLabel } from "./columns";

export interface PageState {
  /** From 1. */
  page: number;
  pageSize: number;
  /** Rows in all; undefined when the server does not count. */
  total?: number | undefined;
  /** False: there are at least `total`, and nobody counted the rest. */
  totalIsExact?: boolean | undefined;
  /** Whether another page follows, where `total` is not known. */
  hasMore?: boolean;
  onPage: (page: number) => void;
  /** Sizes to choose from, with what to do. */
  sizes?: readonly number[];
  onSize?: (size: number) => void;
}

/** How many rows there are, and the way to the others. */
export function Pagination({
  page,
  pageSize,
  total,
  totalIsExact,
  hasMore,
  onPage,
  sizes,
  onSize,
  shown,
}: PageState & { shown: number }) {
  const next =
    hasMore ??
    (total !== undefined && (page * pageSize < total || (totalIsExact === false && shown === pageSize)));
  const smallest = Math.min(...(sizes ?? [pageSize]));
  return (
    <div className="text-muted-foreground flex flex-wrap items-center justify-between gap-3 text-sm">
      <p aria-live="polite" className="tabular">
        {rangeLabel({ page, pageSize, shown, total, totalIsExact })}
      </p>
      <div className="print-hidden flex items-center gap-3">
        {sizes && onSize && (total === undefined || total > smallest) && (
          <Select
            label="Rows on a page"
            size="sm"
            className="w-28 max-sm:hidden"
            options={sizes.map((size) => ({ value: String(size), label: `${size} rows` }))}
            value={String(pageSize)}
            onValueChange={(size) => onSize(Number(size))}
          />
        )}
        {(page > 1 || next) && (
          <nav aria-label="Pages" className="flex gap-1.5">
            <Button size="sm" disabled={page <= 1} onClick={() => onPage(page - 1)}>
              <ChevronLeft aria-hidden className="size-3.5" /> Previous
            </Button>
            <Button size="sm" disabled={!next} onClick={() => onPage(page + 1)}>
              Next <ChevronRight aria-hidden className="size-3.5" />
            </Button>
          </nav>
        )}
      </div>
    </div>
  );
}

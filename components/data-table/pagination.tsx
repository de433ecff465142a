"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { rangeLabel } from "./columns";

export interface PageState {
  /** From 1. */
  page: number;
  pageSize: number;
  /** Rows in all; undefined when the server does not count. */
  total?: number | undefined;
  /** Whether another page follows, where `total` is not known. */
  hasMore?: boolean;
  onPage: (page: number) => void;
}

/** How many rows there are, and the way to the others. */
export function Pagination({ page, pageSize, total, hasMore, onPage, shown }: PageState & { shown: number }) {
  const next = hasMore ?? (total !== undefined && page * pageSize < total);
  return (
    <div className="text-muted-foreground flex items-center justify-between gap-3 text-sm">
      <p aria-live="polite" className="tabular">
        {rangeLabel({ page, pageSize, shown, total })}
      </p>
      {(page > 1 || next) && (
        <nav aria-label="Pages" className="print-hidden flex gap-1.5">
          <Button size="sm" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            <ChevronLeft aria-hidden className="size-3.5" /> Previous
          </Button>
          <Button size="sm" disabled={!next} onClick={() => onPage(page + 1)}>
            Next <ChevronRight aria-hidden className="size-3.5" />
          </Button>
        </nav>
      )}
    </div>
  );
}

"use client";

import { cardColumns } from "./columns";
import type { DataTableColumn } from "./columns";

interface CardRowsProps<Row> {
  label: string;
  columns: readonly DataTableColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  isVisible: (id: string) => boolean;
}

/** The rows as cards, under 640 px. */
export function CardRows<Row>({ label, columns, rows, rowId, isVisible }: CardRowsProps<Row>) {
  const { title, facts } = cardColumns(columns, isVisible);
  return (
    <ul aria-label={label} className="divide-y sm:hidden">
      {rows.map((row) => (
        <li key={rowId(row)} className="grid gap-2 px-4 py-3">
          <div className="min-w-0 text-base font-medium [overflow-wrap:anywhere]">{title?.cell(row)}</div>
          <dl className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
            {facts.map((column) => (
              <div key={column.id} className="min-w-0">
                <dt className="text-2xs text-muted-foreground">{column.header}</dt>
                <dd className="tabular min-w-0">{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

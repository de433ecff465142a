"use client";

import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { cardColumns } from "./columns";
import type { DataTableColumn, TableLine } from "./columns";
import { GroupHeading, GroupRest } from "./group-line";
import type { Selection } from "./selection";
import { toggleRows } from "./selection";

interface CardRowsProps<Row> {
  label: string;
  columns: readonly DataTableColumn<Row>[];
  lines: readonly TableLine<Row>[];
  rowId: (row: Row) => string;
  isVisible: (id: string) => boolean;
  selection?: Selection<Row> | undefined;
  rowActions?: ((row: Row) => ReactNode) | undefined;
}

/** The rows as cards, under 640 px. */
export function CardRows<Row>(props: CardRowsProps<Row>) {
  const { label, columns, lines, rowId, isVisible, selection, rowActions } = props;
  const { title, facts } = cardColumns(columns, isVisible);
  return (
    <ul aria-label={label} className="divide-y sm:hidden">
      {lines.map((line) => {
        if (line.kind !== "row")
          return (
            <li key={`${line.kind} ${line.group.id}`} className="flex min-h-9 items-center px-4">
              {line.kind === "group" ? (
                <GroupHeading group={line.group} />
              ) : (
                <GroupRest line={{ kind: line.kind, group: line.group }} />
              )}
            </li>
          );
        const { row, group } = line;
        const id = rowId(row);
        return (
          <li key={group ? `${group.id} ${id}` : id} data-row className="grid gap-2 px-4 py-3">
            <div className="flex min-w-0 items-center gap-2.5">
              {selection && (
                <Checkbox
                  data-row-select
                  aria-label={`Select ${selection.labelOf(row)}`}
                  checked={selection.selected.has(id)}
                  onChange={() => toggleRows(selection, [], id, false)}
                />
              )}
              <div className="min-w-0 flex-1 text-base font-medium [overflow-wrap:anywhere]">
                {title?.cell(row)}
              </div>
              {rowActions?.(row)}
            </div>
            <dl className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
              {facts.map((column) => (
                <div key={column.id} className="min-w-0">
                  <dt className="text-2xs text-muted-foreground">{column.header}</dt>
                  <dd className="tabular min-w-0">{column.cell(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

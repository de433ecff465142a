"use client";

import { columnVisibilityFeature, rowSortingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import type { ColumnDef, ColumnVisibilityState, RowData } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { DataTableColumn, SortState } from "./columns";

// Sorting and paging happen on the server; the table only knows what is shown and how.
const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });

interface Input<Row> {
  columns: readonly DataTableColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  sort: SortState | null;
}

/** The table model over our columns. */
export function useDataTable<Row extends RowData>({ columns, rows, rowId, sort }: Input<Row>) {
  const [visibility, setVisibility] = useState<ColumnVisibilityState>(() =>
    Object.fromEntries(columns.filter((column) => column.hidden).map((column) => [column.id, false])),
  );
  const definitions = useMemo<ColumnDef<typeof features, Row>[]>(
    () =>
      columns.map((column, index) => ({
        id: column.id,
        header: column.header,
        enableSorting: column.sortable ?? false,
        enableHiding: index > 0 && column.priority !== 1 && (column.hideable ?? true),
        cell: (context) => column.cell(context.row.original),
      })),
    [columns],
  );
  const sorting = useMemo(() => (sort ? [{ id: sort.column, desc: sort.direction === "desc" }] : []), [sort]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    manualSorting: true,
    state: { columnVisibility: visibility, sorting },
    onColumnVisibilityChange: setVisibility,
  });
  return {
    table,
    isVisible: (id: string) => visibility[id] !== false,
    setVisible: (id: string, visible: boolean) => setVisibility((before) => ({ ...before, [id]: visible })),
  };
}

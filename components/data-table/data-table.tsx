"use client";

import { lazy, Suspense, useRef } from "react";
import type { ReactNode } from "react";
import { LoadingState } from "@/components/states/loading";
import { ErrorState, NoResults } from "@/components/states/states";
import { cn } from "@/components/ui/cn";
import { nextSort } from "./columns";
import type { DataTableColumn, SortState } from "./columns";
import { CardRows } from "./card-rows";
import { ColumnMenu } from "./column-menu";
import { HeaderCell } from "./header-cell";
import { Pagination } from "./pagination";
import type { PageState } from "./pagination";
import { TableSkeleton } from "./table-skeleton";
import { useColumns } from "./use-columns";
import type { ColumnChoice } from "./use-columns";

export interface DataTableProps<Row> {
  /** What the table holds, for assistive technology and the messages: "runs". */
  label: string;
  columns: readonly DataTableColumn<Row>[];
  /** Rows of this page; undefined while they load. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  error?: unknown;
  onRetry?: () => void;
  sort?: SortState | null;
  onSort?: (sort: SortState | null) => void;
  /** Paging by number: page, size, total. */
  paging?: PageState;
  /** Filters over the table, such as TableFilter and selects. */
  toolbar?: ReactNode;
  /** Whether filters are set: decides between `empty` and "no results". */
  filtered?: boolean;
  onClearFilters?: () => void;
  /** What stands here before the first row exists; an EmptyState. */
  empty?: ReactNode;
  /** Dims the rows while newer ones load. */
  refreshing?: boolean;
  /** Where the page keeps the choice of columns, in its URL. */
  columnChoice?: ColumnChoice;
  className?: string;
}

const VirtualRows = lazy(() => import("./virtual-rows").then((module) => ({ default: module.VirtualRows })));

/** Rows beyond this are drawn only while in sight. */
const VIRTUAL_FROM = 100;

/**
 * The table of every list. Paged and sorted by the server; the state belongs into the URL of the page. The column with
 * priority 1 carries the link, marked `data-row-focus` for j and k. Under 640 px rows become cards.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, sort = null, paging, toolbar, empty, filtered = false } = props;
  const model = useColumns(columns, props.columnChoice);
  const { shown } = model;
  const hasRows = rows !== undefined && rows.length > 0;
  if (rows?.length === 0 && !filtered && !props.error && empty && (paging?.page ?? 1) === 1)
    return <div className="bg-card rounded-lg border">{empty}</div>;
  return (
    <div className={cn("grid min-w-0 gap-3", props.className)}>
      <div className="print-hidden flex flex-wrap items-center gap-2">
        {toolbar}
        <div className="ml-auto max-sm:hidden">
          <ColumnMenu columns={columns} isVisible={model.isVisible} setVisible={model.setVisible} />
        </div>
      </div>
      <div
        className="bg-card min-w-0 overflow-clip rounded-lg border"
        aria-busy={rows === undefined || props.refreshing || undefined}
      >
        {rows === undefined && !props.error && (
          <LoadingState label={`Loading ${label}`}>
            <TableSkeleton columns={shown.length} rows={Math.min(paging?.pageSize ?? 10, 10)} />
          </LoadingState>
        )}
        {rows === undefined && props.error !== undefined && props.error !== null && (
          <ErrorState error={props.error} what={label} {...(props.onRetry && { onRetry: props.onRetry })} />
        )}
        {rows?.length === 0 && (
          <NoResults what={label} {...(props.onClearFilters && { onClear: props.onClearFilters })} />
        )}
        {hasRows && (
          <div className={cn("transition-opacity", props.refreshing && "opacity-60")}>
            <TableBody {...props} rows={rows} shown={shown} sort={sort} />
            <CardRows
              label={label}
              rows={rows}
              rowId={props.rowId}
              columns={columns}
              isVisible={model.isVisible}
            />
          </div>
        )}
      </div>
      {hasRows && paging && <Pagination {...paging} shown={rows.length} />}
    </div>
  );
}

interface TableBodyProps<Row> extends Omit<DataTableProps<Row>, "rows" | "sort"> {
  rows: readonly Row[];
  shown: readonly DataTableColumn<Row>[];
  sort: SortState | null;
}

function TableBody<Row>({ label, rows, shown, sort, rowId, onSort, paging }: TableBodyProps<Row>) {
  const frame = useRef<HTMLDivElement>(null);
  const renderRow = (index: number) => {
    const row = rows[index];
    if (row === undefined) return null;
    return (
      <tr key={rowId(row)} data-row className="group/row" aria-rowindex={index + 2}>
        {shown.map((column, at) => (
          <td
            key={column.id}
            className={cn(
              "border-border/70 group-hover/row:bg-muted/70 group-has-[[data-row-focus]:focus-visible]/row:bg-muted h-9 max-w-96 truncate border-b px-3 group-last/row:border-b-0 first:pl-4 last:pr-4",
              at === 0 && "bg-card group-hover/row:bg-muted sticky left-0 z-10 font-medium",
              column.align === "right" && "tabular text-right",
              column.width,
            )}
          >
            {column.cell(row)}
          </td>
        ))}
      </tr>
    );
  };
  const first = rows.slice(0, VIRTUAL_FROM).map((_, index) => renderRow(index));
  return (
    // The horizontal scroller must not catch the sticky header, so it only clips until it is too narrow.
    <div ref={frame} className="overflow-x-auto max-sm:hidden xl:overflow-x-clip print:overflow-visible">
      <table
        aria-label={label}
        aria-rowcount={(paging?.total ?? rows.length) + 1}
        className="w-full border-separate border-spacing-0 text-left text-sm"
      >
        <thead>
          <tr>
            {shown.map((column, index) => (
              <HeaderCell
                key={column.id}
                column={column}
                first={index === 0}
                sort={sort}
                {...(onSort && { onSort: () => onSort(nextSort(sort, column.id)) })}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length > VIRTUAL_FROM ? (
            <Suspense fallback={first}>
              <VirtualRows count={rows.length} columns={shown.length} frame={frame} renderRow={renderRow} />
            </Suspense>
          ) : (
            first
          )}
        </tbody>
      </table>
    </div>
  );
}

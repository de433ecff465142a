"use client";

import type { ReactNode } from "react";
import { LoadingState } from "@/components/states/loading";
import { ErrorState, NoResults } from "@/components/states/states";
import { cn } from "@/components/ui/cn";
import { CardRows } from "./card-rows";
import { ColumnMenu } from "./column-menu";
import { groupLines } from "./columns";
import type { DataTableColumn, RowGroup, SortState, TableLine } from "./columns";
import { Pagination } from "./pagination";
import type { PageState } from "./pagination";
import type { Selection } from "./selection";
import { TableBody } from "./table-body";
import type { HeaderMenu } from "./table-body";
import { TableSkeleton } from "./table-skeleton";
import { useColumns } from "./use-columns";
import type { ColumnChoice } from "./use-columns";

export interface DataTableProps<Row> {
  /** What the table holds, for assistive technology and the messages: "runs". */
  label: string;
  columns: readonly DataTableColumn<Row>[];
  /** Rows of this page; undefined while they load. */
  rows: readonly Row[] | undefined;
  /** Instead of `rows`: rows under headings; undefined while the headings load. */
  groups?: readonly RowGroup<Row>[] | undefined;
  grouped?: boolean;
  rowId: (row: Row) => string;
  error?: unknown;
  /** Instead of the usual words about an error, where more can be said or done. */
  errorState?: ReactNode;
  onRetry?: () => void;
  /** Columns that the rows are sorted by, one after the other. */
  sort?: readonly SortState[];
  onSort?: (sort: SortState[]) => void;
  /** Paging by number: page, size, total. */
  paging?: PageState;
  /** Filters over the table, such as TableFilter and selects. */
  toolbar?: ReactNode;
  /** Beside the choice of columns, at the end of the toolbar. */
  tools?: ReactNode;
  /** Whether filters are set: decides between `empty` and "no results". */
  filtered?: boolean;
  onClearFilters?: () => void;
  /** What stands here before the first row exists; an EmptyState. */
  empty?: ReactNode;
  /** Dims the rows while newer ones load. */
  refreshing?: boolean;
  /** Where the page keeps the choice of columns, in its URL. */
  columnChoice?: ColumnChoice;
  /** A menu at each header. */
  headerMenu?: HeaderMenu;
  /** Rows can be chosen, by checkbox and with `x`. */
  selection?: Selection<Row>;
  /** Commands of a row, in a column of their own. */
  rowActions?: (row: Row) => ReactNode;
  className?: string;
}

const NO_SORT: readonly SortState[] = [];

/**
 * The table of every list. Paged and sorted by the server; the state belongs into the URL of the page. The column with
 * priority 1 carries the link, marked `data-row-focus` for j and k. Under 640 px rows become cards.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, paging, toolbar, empty, filtered = false } = props;
  const model = useColumns(columns, props.columnChoice);
  const { shown } = model;
  const lines: TableLine<Row>[] | undefined = props.grouped
    ? props.groups && groupLines(props.groups)
    : props.rows?.map((row): TableLine<Row> => ({ kind: "row", row }));
  const hasRows = lines !== undefined && lines.length > 0;
  if (lines?.length === 0 && !filtered && !props.error && empty && (paging?.page ?? 1) === 1)
    return <div className="bg-card rounded-lg border">{empty}</div>;
  return (
    <div className={cn("grid min-w-0 gap-3", props.className)}>
      <div className="print-hidden flex flex-wrap items-center gap-2">
        {toolbar}
        <div className="ml-auto flex items-center gap-1">
          {props.tools}
          <div className="max-sm:hidden">
            <ColumnMenu columns={columns} model={model} />
          </div>
        </div>
      </div>
      <div
        className="bg-card min-w-0 overflow-clip rounded-lg border"
        aria-busy={lines === undefined || props.refreshing || undefined}
      >
        {lines === undefined && !props.error && (
          <LoadingState label={`Loading ${label}`}>
            <TableSkeleton columns={shown.length} rows={Math.min(paging?.pageSize ?? 10, 10)} />
          </LoadingState>
        )}
        {lines === undefined &&
          Boolean(props.error) &&
          (props.errorState || (
            <ErrorState error={props.error} what={label} {...(props.onRetry && { onRetry: props.onRetry })} />
          ))}
        {lines?.length === 0 && (
          <NoResults what={label} {...(props.onClearFilters && { onClear: props.onClearFilters })} />
        )}
        {hasRows && (
          <div className={cn("transition-opacity", props.refreshing && "opacity-60")}>
            <TableBody
              label={label}
              lines={lines}
              shown={shown}
              rowId={props.rowId}
              rowCount={paging?.total ?? lines.length}
              sort={props.sort ?? NO_SORT}
              onSort={props.onSort}
              headerMenu={props.headerMenu}
              selection={props.selection}
              rowActions={props.rowActions}
            />
            <CardRows
              label={label}
              lines={lines}
              rowId={props.rowId}
              columns={columns}
              isVisible={model.isVisible}
              selection={props.selection}
              rowActions={props.rowActions}
            />
          </div>
        )}
      </div>
      {hasRows && paging && <Pagination {...paging} shown={lines.length} />}
    </div>
  );
}

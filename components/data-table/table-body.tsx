"use client";

import { lazy, Suspense, useRef } from "react";
import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { nextSort } from "./columns";
import type { DataTableColumn, SortState, TableLine } from "./columns";
import { GroupLine } from "./group-line";
import { HeaderCell } from "./header-cell";
import type { Selection } from "./selection";
import { toggleRows } from "./selection";
import { useOverflow } from "./use-overflow";

const VirtualRows = lazy(() => import("./virtual-rows").then((module) => ({ default: module.VirtualRows })));

/** Lines beyond this are drawn only while in sight. */
const VIRTUAL_FROM = 100;

export interface HeaderMenu {
  open: (columnId: string, button: HTMLElement) => void;
  /** Columns whose header shows that something is filtered by them. */
  marked: ReadonlySet<string>;
}

interface TableBodyProps<Row> {
  label: string;
  lines: readonly TableLine<Row>[];
  shown: readonly DataTableColumn<Row>[];
  rowId: (row: Row) => string;
  rowCount: number;
  sort: readonly SortState[];
  onSort?: ((sort: SortState[]) => void) | undefined;
  headerMenu?: HeaderMenu | undefined;
  selection?: Selection<Row> | undefined;
  rowActions?: ((row: Row) => ReactNode) | undefined;
}

/** The table itself, from 640 px on. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { label, lines, shown, rowId, sort, onSort, headerMenu, selection, rowActions } = props;
  const frame = useRef<HTMLDivElement>(null);
  const overflows = useOverflow(frame);
  const columnCount = shown.length + (selection ? 1 : 0) + (rowActions ? 1 : 0);
  const rows = lines.flatMap((line) => (line.kind === "row" ? line.row : []));
  const cell =
    "border-border/70 group-hover/row:bg-muted group-data-selected/row:bg-primary-subtle group-has-[[data-row-focus]:focus-visible]/row:bg-muted h-9 max-w-96 truncate border-b px-3 [&_.flex-wrap]:flex-nowrap group-last/row:border-b-0 first:pl-4 last:pr-4";
  // What stays in sight when the rest scrolls sideways needs a ground of its own.
  const sticky = "bg-card sticky z-10";
  const renderRow = (row: Row, index: number, key: string) => {
    const selected = selection?.selected.has(rowId(row)) ?? false;
    return (
      <tr
        key={key}
        data-row
        {...(selected && { "data-selected": "", "aria-selected": true })}
        className="group/row"
        aria-rowindex={index + 2}
      >
        {selection && (
          <td className={cn(cell, sticky, "left-0 w-9 min-w-9 pr-0")}>
            <Checkbox
              data-row-select
              aria-label={`Select ${selection.labelOf(row)}`}
              checked={selected}
              onClick={(event) => toggleRows(selection, rows.map(rowId), rowId(row), event.shiftKey)}
              onChange={() => undefined}
            />
          </td>
        )}
        {shown.map((column, at) => (
          <td
            key={column.id}
            className={cn(
              cell,
              at === 0 && cn(sticky, selection ? "left-9" : "left-0", "font-medium"),
              column.align === "right" && "tabular text-right",
              column.width,
            )}
          >
            {column.cell(row)}
          </td>
        ))}
        {rowActions && (
          <td className={cn(cell, sticky, "right-0 w-18 pr-2 text-right", overflows && "border-l")}>
            {rowActions(row)}
          </td>
        )}
      </tr>
    );
  };
  const renderLine = (index: number): ReactNode => {
    const line = lines[index];
    if (!line) return null;
    if (line.kind === "row") {
      const id = rowId(line.row);
      return renderRow(line.row, index, line.group ? `${line.group.id} ${id}` : id);
    }
    return <GroupLine key={`${line.kind} ${line.group.id}`} line={line} columns={columnCount} />;
  };
  const head = overflows ? "" : "xl:top-12";
  return (
    // A table that is too wide scrolls within a frame of the window's height, so that header and first column stay in sight.
    <div
      ref={frame}
      {...(overflows && { tabIndex: 0, role: "region", "aria-label": `${label}, scrolls sideways` })}
      className={cn(
        "max-sm:hidden print:overflow-visible",
        overflows ? "max-h-[calc(100dvh-5rem)] overflow-auto" : "overflow-x-auto xl:overflow-x-clip",
      )}
    >
      <table
        aria-label={label}
        aria-rowcount={props.rowCount + 1}
        className="w-full border-separate border-spacing-0 text-left text-sm"
      >
        <thead>
          <tr>
            {selection && (
              <th
                scope="col"
                className={cn(
                  "bg-muted sticky top-0 left-0 z-25 h-8 w-9 min-w-9 rounded-tl-lg border-b pr-0 pl-4 print:static",
                  head,
                )}
              >
                <SelectAll selection={selection} ids={rows.map(rowId)} />
              </th>
            )}
            {shown.map((column, index) => (
              <HeaderCell
                key={column.id}
                column={column}
                className={cn(head, index === 0 && cn("z-25", selection ? "left-9" : "left-0"))}
                sort={sort}
                onSort={onSort && ((add) => onSort(nextSort(sort, column.id, add)))}
                onMenu={headerMenu && ((button) => headerMenu.open(column.id, button))}
                marked={headerMenu?.marked.has(column.id) ?? false}
              />
            ))}
            {rowActions && (
              <th scope="col" className={cn("bg-muted sticky top-0 right-0 z-25 h-8 w-18 border-b", head)}>
                <span className="sr-only">Commands</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.length > VIRTUAL_FROM ? (
            <Suspense fallback={lines.slice(0, VIRTUAL_FROM).map((_, index) => renderLine(index))}>
              <VirtualRows
                key={overflows ? "frame" : "window"}
                count={lines.length}
                columns={columnCount}
                frame={frame}
                scroller={overflows ? "frame" : "window"}
                renderRow={renderLine}
              />
            </Suspense>
          ) : (
            lines.map((_, index) => renderLine(index))
          )}
        </tbody>
      </table>
    </div>
  );
}

function SelectAll<Row>({ selection, ids }: { selection: Selection<Row>; ids: readonly string[] }) {
  const chosen = ids.filter((id) => selection.selected.has(id)).length;
  const all = ids.length > 0 && chosen === ids.length;
  return (
    <Checkbox
      aria-label="Select all rows shown"
      checked={all}
      ref={(input) => {
        if (input) input.indeterminate = chosen > 0 && !all;
      }}
      onCheckedChange={(checked) => {
        const next = new Set(selection.selected);
        for (const id of ids)
          if (checked) next.add(id);
          else next.delete(id);
        selection.onSelected(next);
      }}
    />
  );
}

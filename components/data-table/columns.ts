import type { ReactNode } from "react";

export interface DataTableColumn<Row> {
  id: string;
  /** Text of the header; also the label in a card and in the column menu. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** Quantities go to the right, with tabular figures. */
  align?: "left" | "right";
  /**
   * Importance on a narrow screen: 1 is the title of the card (exactly one column, the one with the link), 2 its facts,
   * 3 is left out there.
   */
  priority?: 1 | 2 | 3;
  sortable?: boolean;
  /** Width as a Tailwind class, such as "w-40"; the column takes what its content needs without one. */
  width?: string;
  /** Whether the column menu may hide it; the title column never can. */
  hideable?: boolean;
  /** Hidden until the reader asks for it. */
  hidden?: boolean;
}

export interface SortState {
  column: string;
  direction: "asc" | "desc";
}

/** The sort after a press on a header: ascending, descending, then none. */
export function nextSort(current: SortState | null, column: string): SortState | null {
  if (current?.column !== column) return { column, direction: "asc" };
  return current.direction === "asc" ? { column, direction: "desc" } : null;
}

/** Columns of a card in its parts: the title and the facts, without hidden ones. */
export function cardColumns<Row>(columns: readonly DataTableColumn<Row>[], visible: (id: string) => boolean) {
  const title = columns.find((column) => column.priority === 1) ?? columns[0];
  const facts = columns.filter(
    (column) => column !== title && (column.priority ?? 2) === 2 && visible(column.id),
  );
  return { title, facts };
}

/** "1–50 of 1,234", "No rows", or "50 loaded" when the total is not known. */
export function rangeLabel(input: {
  page: number;
  pageSize: number;
  shown: number;
  total: number | undefined;
}): string {
  const format = (value: number) => value.toLocaleString("en-US");
  if (input.shown === 0) return "No rows";
  const first = (input.page - 1) * input.pageSize + 1;
  const last = first + input.shown - 1;
  if (input.total === undefined) return `${format(first)}–${format(last)}`;
  if (input.total === input.shown && input.page === 1)
    return `${format(input.total)} ${input.total === 1 ? "row" : "rows"}`;
  return `${format(first)}–${format(last)} of ${format(input.total)}`;
}

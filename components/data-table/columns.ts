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

/** Rows that share a value, under a heading that opens and closes them. */
export interface RowGroup<Row> {
  id: string;
  /** What they share, as it is drawn, and in words. */
  title: ReactNode;
  label: string;
  count: number;
  open: boolean;
  onToggle: () => void;
  /** Undefined while they load. */
  rows: readonly Row[] | undefined;
  error?: unknown;
  /** Loads more of them; absent when all are there. */
  onMore?: (() => void) | undefined;
}

/** One line of a table body. */
export type TableLine<Row> =
  | { kind: "row"; row: Row; group?: RowGroup<Row> }
  | { kind: "group" | "loading" | "failed" | "more"; group: RowGroup<Row> };

/** Groups as lines: each heading, and below it while it is open its rows or what stands in for them. */
export function groupLines<Row>(groups: readonly RowGroup<Row>[]): TableLine<Row>[] {
  return groups.flatMap((group): TableLine<Row>[] => {
    const heading: TableLine<Row> = { kind: "group", group };
    if (!group.open) return [heading];
    if (group.rows === undefined) return [heading, { kind: group.error ? "failed" : "loading", group }];
    return [
      heading,
      ...group.rows.map((row): TableLine<Row> => ({ kind: "row", row, group })),
      ...(group.onMore ? [{ kind: "more" as const, group }] : []),
    ];
  });
}

export interface SortState {
  column: string;
  direction: "asc" | "desc";
}

/**
 * The order after a press on a header: ascending, descending, then none. Another header begins anew, or with `add` comes
 * after those that are there.
 */
export function nextSort(current: readonly SortState[], column: string, add = false): SortState[] {
  const own = current.find((one) => one.column === column);
  const next: SortState | null = !own
    ? { column, direction: "asc" }
    : own.direction === "asc"
      ? { column, direction: "desc" }
      : null;
  if (!add) return next ? [next] : [];
  if (!own) return [...current, { column, direction: "asc" }];
  return current.flatMap((one) => (one.column === column ? (next ?? []) : one));
}

/** Columns of a card in its parts: the title and the facts, without hidden ones. */
export function cardColumns<Row>(columns: readonly DataTableColumn<Row>[], visible: (id: string) => boolean) {
  const title = columns.find((column) => column.priority === 1) ?? columns[0];
  const facts = columns.filter(
    (column) => column !== title && (column.priority ?? 2) === 2 && visible(column.id),
  );
  return { title, facts };
}

/** "1–50 of 1,234", "1–50 of 10,000+" when there are more than were counted, "No rows", or "1–50" when nothing was counted. */
export function rangeLabel(input: {
  page: number;
  pageSize: number;
  shown: number;
  total: number | undefined;
  totalIsExact?: boolean | undefined;
}): string {
  const format = (value: number) => value.toLocaleString("en-US");
  if (input.shown === 0) return "No rows";
  const first = (input.page - 1) * input.pageSize + 1;
  const last = first + input.shown - 1;
  if (input.total === undefined) return `${format(first)}–${format(last)}`;
  if (input.total === input.shown && input.page === 1)
    return `${format(input.total)} ${input.total === 1 ? "row" : "rows"}`;
  return `${format(first)}–${format(last)} of ${format(input.total)}${input.totalIsExact === false ? "+" : ""}`;
}

/** Rows of columns, as a page keeps them: sizes out of 12, heights in pixels. A column's id is that of its widget. */
export interface LayoutColumn {
  id: string;
  size: number;
}
export interface LayoutRow {
  height: number;
  columns: LayoutColumn[];
}
export type Layout = readonly LayoutRow[];

export const ROW_SIZE = 12;
/** Narrower than this nothing can be read. */
export const MIN_SIZE = 2;
export const MAX_COLUMNS = ROW_SIZE / MIN_SIZE;
export const MIN_HEIGHT = 120;
export const MAX_HEIGHT = 1200;
export const HEIGHT_STEP = 40;
export const USUAL_HEIGHT = 360;

/** Where a widget stands; counted from 0. */
export interface Place {
  row: number;
  column: number;
}

/** Where a dragged widget would go: into a row before its column, or into a row of its own before a row. */
export type Target = { kind: "into"; row: number; column: number } | { kind: "between"; row: number };

export type Direction = "left" | "right" | "up" | "down";
export type Resize = "wider" | "narrower" | "taller" | "shorter";

export function placeOf(layout: Layout, id: string): Place | null {
  for (const [row, { columns }] of layout.entries()) {
    const column = columns.findIndex((one) => one.id === id);
    if (column >= 0) return { row, column };
  }
  return null;
}

const clampHeight = (height: number): number =>
  Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, Math.round(height)));

/** The columns at sizes that fill a row and keep their proportions; each stays readable. */
export function fitted(columns: readonly LayoutColumn[]): LayoutColumn[] {
  if (columns.length === 0) return [];
  const least = columns.length > MAX_COLUMNS ? 1 : MIN_SIZE;
  const total = columns.reduce((sum, { size }) => sum + size, 0) || 1;
  const sizes = columns.map(({ size }) => Math.max(least, Math.floor((size / total) * ROW_SIZE)));
  let rest = ROW_SIZE - sizes.reduce((sum, size) => sum + size, 0);
  // What rounding left over goes to the first; what the least sizes cost is taken from the widest.
  for (let at = 0; rest > 0; at = (at + 1) % sizes.length, rest -= 1) sizes[at]! += 1;
  for (; rest < 0; rest += 1) {
    const widest = sizes.indexOf(Math.max(...sizes));
    if (sizes[widest]! <= 1) break;
    sizes[widest]! -= 1;
  }
  return columns.map(({ id }, at) => ({ id, size: sizes[at]! }));
}

const filled = (row: LayoutRow): boolean => row.columns.reduce((sum, { size }) => sum + size, 0) >= ROW_SIZE;

/** Takes a widget out; its row closes up, and a row without any goes. */
export function withoutWidget(layout: Layout, id: string): LayoutRow[] {
  return layout.flatMap((row) => {
    if (!row.columns.some((one) => one.id === id)) return [row];
    const columns = row.columns.filter((one) => one.id !== id);
    if (columns.length === 0) return [];
    return [{ ...row, columns: filled(row) ? fitted(columns) : columns }];
  });
}

/** Puts a widget into a row of its own, at the end or before a row. */
export function withNewRow(
  layout: Layout,
  id: string,
  {
    at = layout.length,
    height = USUAL_HEIGHT,
    size = ROW_SIZE,
  }: { at?: number; height?: number; size?: number } = {},
): LayoutRow[] {
  const row: LayoutRow = { height: clampHeight(height), columns: [{ id, size }] };
  return [...layout.slice(0, at), row, ...layout.slice(at)];
}

/** Puts a widget into a row: the others make room. A full row stays as it is, and the widget gets a row below it. */
export function withColumn(layout: Layout, id: string, { row, column }: Place, height?: number): LayoutRow[] {
  const into = layout[row];
  if (!into) return withNewRow(layout, id, height === undefined ? {} : { height });
  if (into.columns.length >= MAX_COLUMNS)
    return withNewRow(layout, id, { at: row + 1, ...(height !== undefined && { height }) });
  const share = Math.max(MIN_SIZE, Math.round(ROW_SIZE / (into.columns.length + 1)));
  const others = fitted(into.columns);
  const columns = [
    ...others.slice(0, column),
    { id, size: (share * ROW_SIZE) / (ROW_SIZE - share) },
    ...others.slice(column),
  ];
  return layout.map((one, at) => (at === row ? { ...one, columns: fitted(columns) } : one));
}

/** Beside another widget, on its right: where a copy goes. */
export function withWidgetAfter(layout: Layout, id: string, after: string): LayoutRow[] {
  const place = placeOf(layout, after);
  if (!place) return withNewRow(layout, id);
  return withColumn(layout, id, { row: place.row, column: place.column + 1 }, layout[place.row]?.height);
}

/**
 * One step in a direction. Sideways it changes places with its neighbour. Up and down, out of a shared row it gets a row
 * of its own, and from a row of its own it joins the next one: by steps every arrangement can be reached.
 */
export function moved(layout: Layout, id: string, direction: Direction): Layout {
  const place = placeOf(layout, id);
  const row = place && layout[place.row];
  if (!row) return layout;
  if (direction === "left" || direction === "right") {
    const other = place.column + (direction === "left" ? -1 : 1);
    if (other < 0 || other >= row.columns.length) return layout;
    const columns = [...row.columns];
    [columns[place.column], columns[other]] = [columns[other]!, columns[place.column]!];
    return layout.map((one, at) => (at === place.row ? { ...one, columns } : one));
  }
  const up = direction === "up";
  if (row.columns.length > 1)
    return withNewRow(withoutWidget(layout, id), id, {
      at: up ? place.row : place.row + 1,
      height: row.height,
    });
  const next = place.row + (up ? -1 : 1);
  const into = layout[next];
  if (!into) return layout;
  // A full row is passed by.
  if (into.columns.length >= MAX_COLUMNS) return swapped(layout, place.row, next);
  const target = { row: up ? next : place.row, column: up ? into.columns.length : 0 };
  return withColumn(withoutWidget(layout, id), id, target);
}

const swapped = (layout: Layout, a: number, b: number): LayoutRow[] =>
  layout.map((row, at) => (at === a ? layout[b]! : at === b ? layout[a]! : row));

/** One step larger or smaller. Width comes from the neighbour, or goes to it, unless the row has room; height is the row's. */
export function resized(layout: Layout, id: string, change: Resize): Layout {
  const place = placeOf(layout, id);
  const row = place && layout[place.row];
  if (!row) return layout;
  if (change === "taller" || change === "shorter")
    return withHeight(layout, place.row, row.height + (change === "taller" ? HEIGHT_STEP : -HEIGHT_STEP));
  const size = row.columns[place.column]!.size;
  return withSize(layout, id, size + (change === "wider" ? 1 : -1));
}

/** A row at a height, within what is allowed. */
export function withHeight(layout: Layout, row: number, height: number): Layout {
  const next = clampHeight(height);
  if (layout[row] === undefined || layout[row].height === next) return layout;
  return layout.map((one, at) => (at === row ? { ...one, height: next } : one));
}

/** A widget at a width, as near to it as its neighbour allows. */
export function withSize(layout: Layout, id: string, wanted: number): Layout {
  const place = placeOf(layout, id);
  const row = place && layout[place.row];
  const own = row?.columns[place!.column];
  if (!row || !own) return layout;
  const beside = row.columns[place.column + 1] ?? row.columns[place.column - 1];
  const used = row.columns.reduce((sum, { size }) => sum + size, 0);
  const free = Math.max(0, ROW_SIZE - used);
  const most = own.size + free + (beside ? Math.max(0, beside.size - MIN_SIZE) : 0);
  const size = Math.min(most, Math.max(Math.min(MIN_SIZE, own.size), Math.round(wanted)));
  if (size === own.size) return layout;
  // Free room is used first; what is given up goes to the neighbour.
  const taken = size > own.size ? Math.max(0, size - own.size - free) : size - own.size;
  const columns = row.columns.map((one) =>
    one === own ? { ...one, size } : one === beside ? { ...one, size: one.size - taken } : one,
  );
  return layout.map((one, at) => (at === place.row ? { ...one, columns } : one));
}

/** A widget dropped at a target, which is told in the layout as it is with the widget in it. */
export function dropped(layout: Layout, id: string, target: Target): Layout {
  const place = placeOf(layout, id);
  const row = place && layout[place.row];
  if (!row) return layout;
  const alone = row.columns.length === 1;
  const shift = alone && place.row < target.row ? 1 : 0;
  if (target.kind === "between") {
    if (alone && (target.row === place.row || target.row === place.row + 1)) return layout;
    return withNewRow(withoutWidget(layout, id), id, { at: target.row - shift, height: row.height });
  }
  if (target.row === place.row) {
    const rest = row.columns.filter((one) => one.id !== id);
    const at = target.column > place.column ? target.column - 1 : target.column;
    if (at === place.column) return layout;
    const columns = [...rest.slice(0, at), row.columns[place.column]!, ...rest.slice(at)];
    return layout.map((one, index) => (index === place.row ? { ...one, columns } : one));
  }
  return withColumn(
    withoutWidget(layout, id),
    id,
    { row: target.row - shift, column: target.column },
    row.height,
  );
}

/** A layout in which each of the widgets stands once: what is unknown or twice goes, what has no place comes at the end. */
export function repaired(layout: Layout, ids: readonly string[]): LayoutRow[] {
  const seen = new Set<string>();
  const known = layout.flatMap((row) => {
    const columns = row.columns.filter(({ id }) => {
      if (seen.has(id) || !ids.includes(id)) return false;
      seen.add(id);
      return true;
    });
    return columns.length > 0 ? [{ ...row, columns }] : [];
  });
  return ids.filter((id) => !seen.has(id)).reduce<LayoutRow[]>((rows, id) => withNewRow(rows, id), known);
}

/** Where a widget is, for who does not see it. */
export function placeWords(layout: Layout, id: string): string {
  const place = placeOf(layout, id);
  const row = place && layout[place.row];
  if (!row) return "It is not on the page.";
  const beside = row.columns.length > 1 ? `, place ${place.column + 1} of ${row.columns.length}` : "";
  return `Row ${place.row + 1} of ${layout.length}${beside}, ${row.columns[place.column]!.size} of ${ROW_SIZE} wide, ${row.height} pixels high`;
}

/** Rows that are chosen for a command, by id; they stay chosen from page to page. */
export interface Selection<Row> {
  selected: ReadonlySet<string>;
  onSelected: (selected: ReadonlySet<string>) => void;
  /** What a row is called, for assistive technology. */
  labelOf: (row: Row) => string;
  /** The row that was chosen last: with Shift, everything from there is chosen too. */
  anchor: { current: string | null };
}

/** Chooses a row or takes it out; with `range` all rows from the last one to this one, in the order they are shown. */
export function rangeOf(ids: readonly string[], from: string | null, to: string): string[] {
  const [a, b] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
  if (a === -1 || b === -1) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export function toggleRows<Row>(
  selection: Selection<Row>,
  ids: readonly string[],
  id: string,
  range: boolean,
): void {
  const next = new Set(selection.selected);
  const choose = !next.has(id);
  for (const one of range ? rangeOf(ids, selection.anchor.current, id) : [id])
    if (choose) next.add(one);
    else next.delete(one);
  selection.anchor.current = id;
  selection.onSelected(next);
}

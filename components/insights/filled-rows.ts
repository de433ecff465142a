type InRow = 1 | 2 | 3;

/** How many cells stand in each row, at most three, so that every row is full: none is left alone below others. */
export function rowsOf(cells: number): InRow[] {
  if (cells <= 0) return [];
  if (cells === 1 || cells === 2 || cells === 3) return [cells];
  if (cells === 4) return [2, 2];
  return [3, ...rowsOf(cells - 3)];
}

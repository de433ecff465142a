import type { Target } from "./layout";

/** Where a row and its columns are drawn, in pixels from the same corner. */
export interface RowBox {
  top: number;
  bottom: number;
  columns: { left: number; right: number }[];
}

/** So near to the edge of a row, something dropped gets a row of its own. */
const EDGE = 28;

/** What a point over the rows means for what is dropped there; null where there are no rows. */
export function targetAt(rows: readonly RowBox[], point: { x: number; y: number }): Target | null {
  if (rows.length === 0) return null;
  for (const [row, { top, bottom, columns }] of rows.entries()) {
    const edge = Math.min(EDGE, (bottom - top) / 4);
    if (point.y < top + edge) return { kind: "between", row };
    if (point.y <= bottom - edge) {
      const column = columns.filter(({ left, right }) => (left + right) / 2 < point.x).length;
      return { kind: "into", row, column };
    }
  }
  return { kind: "between", row: rows.length };
}

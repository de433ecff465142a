/** Where a page of a search ends: after an entity, or, where hits are sorted, after so many of them. */
export type Cursor = { after: string } | { skip: number };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const cursorText = (cursor: Cursor): string =>
  "after" in cursor ? `e_${cursor.after}` : `n_${cursor.skip}`;

/** Null when the text is none that `cursorText` wrote. */
export function cursorFrom(text: string): Cursor | null {
  const [, kind, rest = ""] = /^(e|n)_(.+)$/.exec(text) ?? [];
  if (kind === "e") return UUID.test(rest) ? { after: rest } : null;
  return kind === "n" && /^\d{1,9}$/.test(rest) ? { skip: Number(rest) } : null;
}

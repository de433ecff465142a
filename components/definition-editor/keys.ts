/** A key or identifier made of a title: "Mean time to repair" becomes "mean_time_to_repair". Empty where no letter is left. */
export function keyFromTitle(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, MAX_KEY);
}

const MAX_KEY = 100;

/** The wished key, or the first of `key_2`, `key_3`, … that is not taken. */
export function freeKey(wished: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(wished)) return wished;
  for (let n = 2; ; n += 1) if (!used.has(`${wished}_${n}`)) return `${wished}_${n}`;
}

/** A copy under another key, in the same place. */
export function renamedKey<T>(
  record: Readonly<Record<string, T>>,
  from: string,
  to: string,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}

/** A copy without a key. */
export function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}

/** A copy of a list with the item at `from` moved to `to`; the same order where either is outside. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  if (from < 0 || to < 0 || from >= list.length || to >= list.length) return next;
  const [item] = next.splice(from, 1);
  next.splice(to, 0, item as T);
  return next;
}

/** A copy with the key moved to a place among the others. Keys that look like whole numbers always stand first in JavaScript. */
export function movedKey<T>(record: Readonly<Record<string, T>>, key: string, to: number): Record<string, T> {
  const entries = Object.entries(record);
  return Object.fromEntries(
    moved(
      entries,
      entries.findIndex(([other]) => other === key),
      to,
    ),
  );
}

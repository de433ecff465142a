/** A value that is larger would make the entity slow to read, and each list that it is in. */
const LARGEST = 1_000_000;

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? "array" : value === null ? "null" : typeof value;

/** Why a computed value cannot stand for a property of that type; null when it can. No value always can. */
export function resultFault(type: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const found = typeOf(value);
  if (found !== type) return `The result is of type "${found}", and the property of type "${type}".`;
  if (JSON.stringify(value).length > LARGEST)
    return `The result has more than ${LARGEST} characters, which is too large for a property.`;
  return null;
}

/**
 * The value of a mirror from the ends of its paths, nearest first, each entity once: the first one's value, or with `many`
 * the list of all values, with those of lists put into it one by one. Null: none.
 */
export function mirrored(ends: readonly { endId: string; value: unknown }[], many: boolean): unknown {
  if (!many) return ends[0]?.value ?? null;
  const seen = new Set<string>();
  const values = ends.flatMap(({ endId, value }) => {
    if (seen.has(endId) || value === null || value === undefined) return [];
    seen.add(endId);
    return Array.isArray(value) ? (value as unknown[]) : [value];
  });
  return values.length ? values : null;
}

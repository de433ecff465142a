/** A value of a payload as one types it: texts as they are, everything else as JSON. */
export const typedText = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

/**
 * What was typed, as it is kept. Where there was JSON before, JSON is read, so that a number stays one while it is changed;
 * a text stays a text, whatever it looks like.
 */
export function keptValue(text: string, before: unknown): unknown {
  if (typeof before === "string" || before === undefined) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // On the way to other JSON, or to a text: what is typed counts.
    return text;
  }
}

/** A copy of an object with a key renamed in its place; the same when the new key is taken. */
export function renamed(object: Record<string, unknown>, from: string, to: string): Record<string, unknown> {
  if (from === to || Object.hasOwn(object, to)) return object;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));
}

/**
 * A value whose text the database takes: it stores neither the character NUL nor half of a surrogate pair. NUL becomes the symbol for
 * it, U+2400, and a lone half the replacement character, U+FFFD; so does the text of keys. What is no text, list or plain object stays.
 */
export function storable<T>(value: T): T {
  return made(value) as T;
}

const text = (value: string): string =>
  // In this mode of expressions, only halves that stand alone match.
  value.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\u0000", "\u2400");

function made(value: unknown): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map(made);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [text(key), made(held)]));
}

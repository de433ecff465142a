/**
 * Text of somebody else as one line of at most so many characters: what is not printable becomes a space, and so does half of a
 * pair that the cut would leave. Null where nothing is left.
 */
export const oneLine = (text: string | null | undefined, most: number): string | null =>
  text
    ?.slice(0, most)
    .replace(/[\p{Cc}\p{Cs}]+/gu, " ")
    .trim() || null;

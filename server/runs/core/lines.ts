/** A line longer than this is not waited for: its beginning is kept, the rest of it is passed over. In bytes. */
export const MAX_LINE_BYTES = 256 * 1024;
/** What is stored of one line, in characters. */
export const MAX_LINE_CHARS = 16 * 1024;
/** How much of a log is handed on at once. */
export interface LogPart {
  lines: number;
  /** The line that goes beyond it is still part of it. */
  characters: number;
}

/** What the page of a run brings along; the rest of a longer log follows through its stream. */
export const FIRST_PART: LogPart = { lines: 500, characters: 100_000 };
/** What a page can draw at once without stutter. */
export const STREAM_PART: LogPart = { lines: 500, characters: 500_000 };

/** Whether lines are all that the part had room for, so that there may be more. */
export const isFull = (lines: readonly { text: string }[], part: LogPart): boolean =>
  lines.length >= part.lines || lines.reduce((sum, { text }) => sum + text.length, 0) >= part.characters;

export interface Taken {
  lines: string[];
  /** How many of the bytes were used up; what follows is the beginning of a line that is not complete. */
  consumed: number;
  /** The bytes used up end inside a line that was too long: what follows, up to its end, is passed over. */
  inLongLine: boolean;
}

const NEWLINE = 0x0a;

/**
 * Cuts raw output into lines. `ended`: nothing will follow, so a last line without its newline is complete.
 * Bytes that are no UTF-8 become U+FFFD.
 */
export function takeLines(bytes: Buffer, options: { inLongLine: boolean; ended: boolean }): Taken {
  const lines: string[] = [];
  let { inLongLine } = options;
  let at = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, at)) {
    if (!inLongLine) lines.push(decode(bytes.subarray(at, Math.min(end, at + MAX_LINE_BYTES))));
    inLongLine = false;
    at = end + 1;
  }
  const rest = bytes.subarray(at);
  if (inLongLine) return { lines, consumed: bytes.length, inLongLine: true };
  if (rest.length >= MAX_LINE_BYTES) {
    lines.push(decode(rest.subarray(0, MAX_LINE_BYTES)));
    return { lines, consumed: bytes.length, inLongLine: true };
  }
  if (options.ended && rest.length > 0) {
    lines.push(decode(rest));
    return { lines, consumed: bytes.length, inLongLine: false };
  }
  return { lines, consumed: at, inLongLine: false };
}

const decode = (bytes: Buffer): string => bytes.toString("utf8").replace(/\r$/, "");

/** A line as it can be stored and shown: PostgreSQL's text knows no NUL, and a page no endless line. */
export function storable(text: string): string {
  const clean = text.replaceAll("\u0000", "\u2400");
  return clean.length <= MAX_LINE_CHARS
    ? clean
    : `${clean.slice(0, MAX_LINE_CHARS)} … (cut: the line has more characters)`;
}

import type { LogLine } from "@/server/pipelines/backend";

/** How much of one stage's output is stored, and how it is read; all in bytes. */
export interface LogCap {
  /** Text that is stored whatever it says; of what follows, warnings, errors and the end are. */
  kept: number;
  /** Output at the end that is stored like the beginning. */
  tail: number;
  /** What is read at a time: whoever follows a run holds no more of its output than this. At least as long as the longest line. */
  chunk: number;
}

const MB = 1024 * 1024;
export const LOG_CAP: LogCap = { kept: 50 * MB, tail: MB, chunk: MB / 4 };

/**
 * How many bytes to read next, of an output of which `left` have not been read. Beyond the cap the last part is left alone until
 * the output has ended, so that it can be told from what is passed over; then it is read as a whole. 0: none yet.
 */
export function nextRead(
  left: number,
  { kept, ended }: { kept: number; ended: boolean },
  cap = LOG_CAP,
): number {
  if (kept < cap.kept) return Math.min(left, cap.chunk);
  if (left >= cap.tail + cap.chunk) return cap.chunk;
  return ended ? left : 0;
}

export const bytesOf = (lines: readonly LogLine[]): number =>
  lines.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);

/** What is stored of lines, when so many bytes are stored before them. `last`: nothing follows. */
export function keptOf(
  lines: LogLine[],
  { kept, last }: { kept: number; last: boolean },
  cap = LOG_CAP,
): LogLine[] {
  if (kept < cap.kept)
    return kept + bytesOf(lines) < cap.kept || last ? lines : [...lines, note(CAPPED(cap.kept / MB))];
  return last ? [note(TAIL), ...lines] : lines.filter(({ level }) => level !== "info");
}

const note = (text: string): LogLine => ({ level: "warn", text });
const CAPPED = (megabytes: number) =>
  `The log is larger than ${megabytes} MB. From here on only warnings, errors and its end are kept.`;
const TAIL = "What was written before this line is not kept; from here on the log is complete.";

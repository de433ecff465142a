export interface LogLine {
  /** Number of the line within the run, from 1; stable, so that a permalink stays true. */
  seq: number;
  /** When it was written. */
  at: Date | string | number;
  stage?: string | null;
  level?: string | null;
  /** May hold ANSI colour codes. */
  text: string;
}

/** Characters of a line that are drawn; the download has all. */
export const MAX_DRAWN = 4000;

// CSI and OSC sequences, and any other two-character escape.
// eslint-disable-next-line no-control-regex -- escape codes are control characters
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** The text of a line without colours. */
export const plainText = (text: string): string => text.replace(ansi, "");

/** Indexes of the lines that contain the query, without regard to case or colour; none for an empty query. */
export function findMatches(lines: readonly LogLine[], query: string): number[] {
  const needle = query.toLowerCase();
  if (needle === "") return [];
  return lines.flatMap((line, index) => (plainText(line.text).toLowerCase().includes(needle) ? [index] : []));
}

/** Cuts a text into parts that match the query and parts that do not. */
export function markParts(text: string, query: string): { text: string; match: boolean }[] {
  const parts: { text: string; match: boolean }[] = [];
  const lower = text.toLowerCase();
  const needle = query.toLowerCase();
  // Lower-casing may change the length of rare letters; positions would then be wrong, so such a line stays unmarked.
  if (needle === "" || lower.length !== text.length) return [{ text, match: false }];
  let from = 0;
  for (let at = lower.indexOf(needle); at !== -1; at = lower.indexOf(needle, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), match: false });
    parts.push({ text: text.slice(at, at + needle.length), match: true });
    from = at + needle.length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), match: false });
  return parts;
}

/** The line named by a fragment such as "#L123"; null for anything else. */
export function parseLineHash(hash: string): number | null {
  const match = /^#L(\d{1,9})$/.exec(hash);
  return match ? Number(match[1]) : null;
}

/** One record of a file, and the line on which it begins, from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
  /** Why it cannot be read; null: it can. What was read of it before stands in its cells. */
  fault: string | null;
}

/** A cell longer than this is no cell: most likely a quote is never closed. */
const LONGEST_CELL = 1_000_000;

/**
 * Reads CSV after RFC 4180 piece by piece: commas, semicolons or tabs, as its first line has them, quotes, and line breaks of
 * any system. Empty lines are left out. A quote that stands where none may makes its line faulty, and the next is read again;
 * one that is never closed takes all that follows with it.
 */
export async function* readCsv(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let separator: string | null = null;
  let cells: string[] = [];
  let cell = "";
  let fault: string | null = null;
  let line = 1;
  let begins = 1;
  /** none: outside of quotes; open: within; closed: after the closing quote, or before a doubled one. */
  let quote: "none" | "open" | "closed" = "none";
  let isFirst = true;
  let afterReturn = false;
  const neverClosed = (): CsvRecord => ({
    ...{ line: begins, cells },
    fault: `The quote that opens on line ${begins} is never closed, so nothing from there on could be read.`,
  });
  for await (const piece of withFirstLine(pieces)) {
    let text = piece;
    if (isFirst && text !== "") {
      text = text.replace(/^\uFEFF/, "");
      isFirst = false;
    }
    separator ??= separatorIn(text);
    for (const char of text) {
      const isFeedOfReturn = afterReturn && char === "\n";
      afterReturn = false;
      if (quote === "open") {
        if (char === "\n") line += 1;
        if (char === '"') quote = "closed";
        else cell += char;
        if (cell.length > LONGEST_CELL) return yield neverClosed();
      } else if (char === "\n" || char === "\r") {
        afterReturn = char === "\r";
        if (isFeedOfReturn) continue;
        if (cells.length > 0 || cell !== "" || quote === "closed")
          yield { line: begins, cells: [...cells, cell], fault };
        [cells, cell, quote, fault] = [[], "", "none", null];
        line += 1;
        begins = line;
      } else if (fault !== null) {
        // The rest of a faulty line says nothing.
      } else if (char === '"') {
        if (quote === "none" && cell !== "")
          fault = "A quote stands within a cell that does not begin with one. Double it, and quote the cell.";
        else {
          if (quote === "closed") cell += '"';
          quote = "open";
        }
      } else if (char === separator) {
        cells.push(cell);
        [cell, quote] = ["", "none"];
      } else {
        if (quote === "closed") fault = "Text stands after a closing quote. Double quotes within a cell.";
        cell += char;
      }
    }
  }
  if (quote === "open") yield neverClosed();
  else if (cells.length > 0 || cell !== "") yield { line: begins, cells: [...cells, cell], fault };
}

/** The same text, in pieces of which the first has the whole first line. */
async function* withFirstLine(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let first: string | null = "";
  for await (const piece of pieces) {
    if (first === null) yield piece;
    else if (/[\r\n]/.test((first += piece)) || first.length > LONGEST_CELL) {
      yield first;
      first = null;
    }
  }
  if (first) yield first;
}

const separatorIn = (text: string): string => {
  const [first = ""] = text.split(/[\r\n]/, 1);
  const count = (separator: string) => first.split(separator).length;
  return [",", ";", "\t"].reduce((most, one) => (count(one) > count(most) ? one : most));
};

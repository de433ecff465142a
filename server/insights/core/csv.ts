/** One record of a file, and the line on which it begins, from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** What is wrong with the file itself, so that nothing after it can be read. */
export class CsvError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
    this.name = "CsvError";
  }
}

/** A cell longer than this is no cell: most likely a quote is never closed. */
const LONGEST_CELL = 1_000_000;

/**
 * Reads CSV after RFC 4180 piece by piece: commas or semicolons, as its first line has them, quotes, and line breaks of any
 * system. Empty lines are left out. Throws CsvError for a quote that stands where none may, or is never closed.
 */
export async function* readCsv(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let separator: string | null = null;
  let cells: string[] = [];
  let cell = "";
  let line = 1;
  let begins = 1;
  /** none: outside of quotes; open: within; closed: after the closing quote, or before a doubled one. */
  let quote: "none" | "open" | "closed" = "none";
  let isFirst = true;
  let afterReturn = false;
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
        if (cell.length > LONGEST_CELL)
          throw new CsvError(begins, `The quote that opens on line ${begins} is never closed.`);
      } else if (char === '"') {
        if (quote === "none" && cell !== "")
          throw new CsvError(
            line,
            "A quote stands within a cell that does not begin with one. Double it, and quote the cell.",
          );
        if (quote === "closed") cell += '"';
        quote = "open";
      } else if (char === separator) {
        cells.push(cell);
        [cell, quote] = ["", "none"];
      } else if (char === "\n" || char === "\r") {
        afterReturn = char === "\r";
        if (isFeedOfReturn) continue;
        if (cells.length > 0 || cell !== "" || quote === "closed")
          yield { line: begins, cells: [...cells, cell] };
        [cells, cell, quote] = [[], "", "none"];
        line += 1;
        begins = line;
      } else {
        if (quote === "closed")
          throw new CsvError(line, "Text stands after a closing quote. Double quotes within a cell.");
        cell += char;
      }
    }
  }
  if (quote === "open") throw new CsvError(begins, `The quote that opens on line ${begins} is never closed.`);
  if (cells.length > 0 || cell !== "") yield { line: begins, cells: [...cells, cell] };
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
  return first.split(";").length > first.split(",").length ? ";" : ",";
};

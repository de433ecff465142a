/** Cells that a spreadsheet would run as a formula begin with one of these. */
const FORMULA = /^[=+\-@\t\r\n]/;
/** An amount as a text, which is exact: it calculates nothing. */
const DECIMAL = /^-\d+(\.\d+)?$/;

/** One cell as RFC 4180 has it. Texts that look like a formula get an apostrophe, which a spreadsheet takes as "this is text". */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = textOf(value);
  const safe = typeof value !== "number" && FORMULA.test(text) && !DECIMAL.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  // Lists of simple values read better than their JSON; what holds more stays unambiguous.
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null))
    return value.map((item) => String(item ?? "")).join("; ");
  return JSON.stringify(value);
}

/** A line of a CSV file, with its line break. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(",")}\r\n`;

export const IMPORT_FORMATS = ["focus-csv", "focus-parquet", "csv", "opencost"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/**
 * checking → checked → importing → imported; a file that cannot be read at all is refused, one that broke something failed,
 * and what it brought can be taken out again.
 */
export const IMPORT_STATES = [
  "checking",
  "checked",
  "importing",
  "imported",
  "refused",
  "failed",
  "removed",
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** A row that cannot be read. */
export interface RefusedRow {
  /** From 1, without the header. */
  row: number;
  column: string;
  /** What stands there, cut to 80 characters; null when nothing does. */
  value: string | null;
  reason: string;
}

export interface CurrencySum {
  currency: string;
  /** Exact decimal texts. */
  billed: string;
  effective: string;
  list: string;
  lines: number;
  /** What is given to no team, effective. */
  unallocated: string;
}

/** What a file has in it, found before anything of it is kept. */
export interface ImportReport {
  /** Such as "FOCUS 1.2"; "plain CSV" or "OpenCost" for the others. */
  version: string;
  rows: number;
  refused: number;
  /** The first hundred. */
  firstRefused: RefusedRow[];
  sums: CurrencySum[];
  providers: { provider: string; currency: string; billed: string; lines: number }[];
  /** YYYY-MM. */
  months: string[];
  /** Lines of the same source, accounts and months that this file takes the place of. */
  replaces: number;
  /** Columns that the format does not know, which are kept as they are. */
  unknownColumns: string[];
  /** What is odd and yet was read, in words. */
  warnings: string[];
}

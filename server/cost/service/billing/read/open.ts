import { readHeader, type HeaderReading, UnreadableHeader } from "../../../core/billing/header";
import type { ImportFormat } from "../../../core/billing/report";
import { csvTable, firstBytes, type Table } from "./csv";
import { openCostTable } from "./opencost";
import { parquetTable } from "./parquet";
import { UnreadableFile } from "./unreadable";

/** A file that can be read: what its columns mean, and its rows as CSV. */
export interface OpenedBill {
  header: HeaderReading;
  format: ImportFormat;
  version: string;
  delimiter: string;
  open: Table["open"];
}

/** What a file is, by how it begins. */
export async function formatOf(file: string): Promise<"parquet" | "opencost" | "csv"> {
  const bytes = await firstBytes(file, 64);
  if (bytes.subarray(0, 4).toString("latin1") === "PAR1") return "parquet";
  return /^\s*[{[]/.test(bytes.toString("utf8").replace(/^\uFEFF/, "")) ? "opencost" : "csv";
}

/** Finds out what a file is, and reads its header. Throws UnreadableFile. */
export async function openBill(file: string, currency: string | null): Promise<OpenedBill> {
  const format = await formatOf(file);
  if (format === "opencost" && currency === null)
    throw new UnreadableFile("OpenCost does not say in which currency it counts. Say it beside the file.");
  const table: Table & { delimiter?: string } =
    format === "parquet"
      ? await parquetTable(file)
      : format === "opencost"
        ? await openCostTable(file, currency ?? "")
        : await csvTable(file);
  const header = headerOf(table.names);
  return {
    header,
    format: format === "parquet" ? "focus-parquet" : format === "opencost" ? "opencost" : header.format,
    version: format === "opencost" ? "OpenCost" : header.version,
    delimiter: table.delimiter ?? ",",
    open: table.open,
  };
}

function headerOf(names: readonly string[]): HeaderReading {
  try {
    return readHeader(names);
  } catch (error) {
    if (error instanceof UnreadableHeader) throw new UnreadableFile(error.message);
    throw error;
  }
}

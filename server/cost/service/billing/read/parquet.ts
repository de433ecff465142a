import fs from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  type SchemaElement,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { csvRow, type Table } from "./csv";
import { UnreadableFile } from "./unreadable";

/** Rows that are taken apart at a time. */
const ROWS = 20_000;

/** Reads a Parquet file as a table. Decimals stay exact; maps become JSON. Throws UnreadableFile. */
export async function parquetTable(file: string): Promise<Table> {
  const size = fs.statSync(file).size;
  const buffer: AsyncBuffer = {
    byteLength: size,
    slice: async (start, end = size) => {
      const handle = await open(file, "r");
      try {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      } finally {
        await handle.close();
      }
    },
  };
  const metadata = await parquetMetadataAsync(buffer).catch(unreadable);
  const columns = topColumns(metadata.schema);
  const names = columns.map(({ name }) => name);
  return { names, open: () => Readable.from(rowsOf(buffer, metadata, columns)) };
}

/** What the file's own bytes break is the file's fault, not ours. */
function unreadable(error: unknown): never {
  throw new UnreadableFile(
    `The Parquet file cannot be read: ${error instanceof Error ? error.message : String(error)}. It may have been cut off on its way.`,
  );
}

interface Column {
  name: string;
  /** Of a decimal, whose raw value is an integer times ten to the minus this. */
  scale: number | null;
}

/** The columns of a table; decimals are made raw in the schema, since they would be read as floats. */
function topColumns(schema: SchemaElement[]): Column[] {
  const columns: Column[] = [];
  for (let n = 1; n < schema.length;) {
    const element = schema[n]!;
    const isDecimal = element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL";
    columns.push({ name: element.name, scale: isDecimal ? (element.scale ?? 0) : null });
    if (isDecimal) {
      delete element.converted_type;
      delete element.logical_type;
    }
    n += sizeOf(schema, n);
  }
  return columns;
}

const sizeOf = (schema: SchemaElement[], at: number): number => {
  let size = 1;
  for (let child = 0; child < (schema[at]?.num_children ?? 0); child += 1) size += sizeOf(schema, at + size);
  return size;
};

async function* rowsOf(file: AsyncBuffer, metadata: FileMetaData, columns: Column[]): AsyncGenerator<string> {
  yield csvRow(columns.map(({ name }) => name));
  const total = Number(metadata.num_rows);
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += ROWS) {
      const rows = await parquetReadObjects({
        file,
        metadata,
        compressors,
        utf8: false,
        useOffsetIndex: true,
        rowStart,
        rowEnd: Math.min(rowStart + ROWS, groupEnd, total),
      }).catch(unreadable);
      yield rows.map((row) => csvRow(columns.map((column) => textOf(row[column.name], column)))).join("");
    }
    groupStart = groupEnd;
  }
}

const decoder = new TextDecoder();

/** A value as text: exact decimals, instants in UTC, whatever has parts as JSON. */
function textOf(value: unknown, { scale }: Column): string | null {
  if (value === null || value === undefined) return null;
  if (scale !== null)
    return decimalText(
      value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number | bigint),
      scale,
    );
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return decoder.decode(value);
  if (typeof value === "object")
    return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  return String(value as string | number | bigint | boolean);
}

/** Two's complement, as Parquet keeps decimals in bytes. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return bytes.length > 0 && bytes[0]! >= 0x80 ? value - (1n << BigInt(bytes.length * 8)) : value;
}

/** `-1234` and 2: "-12.34". */
export function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return unscaled < 0n ? `-${text}` : text;
}

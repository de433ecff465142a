import fs from "node:fs";
import { open } from "node:fs/promises";
import { type Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse/sync";
import { UnreadableFile } from "./unreadable";

/** A table as CSV with commas, its header first. */
export interface Table {
  names: string[];
  open: () => Readable;
}

/** As much as a header may take, in bytes. */
const HEADER_BYTES = 256 * 1024;
/** What a file may come to when it is unpacked: some thirty million lines. */
const MOST_BYTES = 30 * 1024 ** 3;

/** Reads the header of a CSV file, packed by gzip or not, with commas, semicolons or tabs. Throws UnreadableFile. */
export async function csvTable(file: string): Promise<Table & { delimiter: string }> {
  const open = () => unpacked(file);
  const head = await beginningOf(await open(), HEADER_BYTES);
  if (head.includes(0))
    throw new UnreadableFile("This is no text. Send CSV in UTF-8, packed by gzip or not, or Parquet.");
  const text = head.toString("utf8");
  const firstLine = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  if (firstLine.trim() === "")
    throw new UnreadableFile("The file is empty: its first line has to name the columns.");
  const delimiter = [",", ";", "\t"].reduce((best, one) =>
    firstLine.split(one).length > firstLine.split(best).length ? one : best,
  );
  if (!firstLine.includes(delimiter) && firstLine.includes("|"))
    throw new UnreadableFile(
      "Its columns are separated by |. Commas, semicolons and tabs are read: export it with one of these.",
    );
  const [names] = parse(text, { to: 1, delimiter, bom: true, relax_column_count: true }) as string[][];
  return { names: names ?? [], delimiter, open };
}

function unpacked(file: string): Readable {
  const raw = fs.createReadStream(file, { highWaterMark: 256 * 1024 });
  const descriptor = fs.openSync(file, "r");
  const magic = Buffer.alloc(2);
  try {
    fs.readSync(descriptor, magic, 0, 2, 0);
  } finally {
    fs.closeSync(descriptor);
  }
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return raw;
  let size = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      if (size > MOST_BYTES)
        done(new UnreadableFile("Unpacked, the file is larger than 30 GB. Split it by month."));
      else done(null, chunk);
    },
  });
  const gunzip = createGunzip();
  raw.on("error", (error) => gunzip.destroy(error));
  gunzip.on("error", (error) =>
    bounded.destroy(
      new UnreadableFile(`It begins like a gzip file but cannot be unpacked: ${error.message}.`),
    ),
  );
  bounded.on("close", () => {
    gunzip.destroy();
    raw.destroy();
  });
  return raw.pipe(gunzip).pipe(bounded);
}

async function beginningOf(stream: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks);
}

/** One field as CSV has it: null is nothing at all, an empty text is quoted. */
export const csvField = (text: string | null): string => {
  if (text === null) return "";
  return /[",\r\n]/.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvRow = (fields: readonly (string | null)[]): string => `${fields.map(csvField).join(",")}\n`;

/** The first bytes of a file, to tell what it is. */
export async function firstBytes(file: string, count: number): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(count);
    const { bytesRead } = await handle.read(buffer, 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

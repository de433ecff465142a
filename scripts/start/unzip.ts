import { crc32, inflateRawSync } from "node:zlib";

/** What is wrong with an archive. */
export class ZipError extends Error {
  override name = "ZipError";
}

type Entry = { name: string; offset: number; method: number; packed: number; size: number; crc: number };

const directoryEnd = 0x06054b50;
const directoryEntry = 0x02014b50;
const localEntry = 0x04034b50;

/** Unpacked files above this size (bytes) are refused, whatever the archive says; the OpenTofu program has about 100 MB. */
const largestFile = 400_000_000;

/**
 * Lists the archive's files. Refuses names that would leave a folder, links, encryption and anything else that a release
 * archive has no reason to hold.
 */
function listEntries(zip: Buffer): Entry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== directoryEnd)
    throw new ZipError("it is cut off or no zip archive");
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new ZipError("its directory is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      zip.readUInt16LE(at + field),
    ) as [number, number, number];
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const kind = (zip.readUInt32LE(at + 38) >>> 28) & 0xf;
    if (kind === 0xa) throw new ZipError(`it holds a link (${name})`);
    if (/^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.split("/").includes(".."))
      throw new ZipError(`it holds an unsafe name (${name})`);
    if (zip.readUInt16LE(at + 8) & 1) throw new ZipError("it is encrypted");
    entries.push({
      name,
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Unpacks one file of an archive held in memory. Throws ZipError when it is not there or anything about the archive is odd. */
export function unzipFile(zip: Buffer, name: string): Buffer {
  try {
    const found = listEntries(zip).filter((entry) => entry.name === name);
    const [entry] = found;
    if (!entry || found.length > 1) throw new ZipError(`it does not hold one file named ${name}`);
    return unpack(zip, entry);
  } catch (error) {
    if (error instanceof RangeError) throw new ZipError("it is cut off or damaged");
    throw error;
  }
}

function unpack(zip: Buffer, entry: Entry): Buffer {
  if (zip.readUInt32LE(entry.offset) !== localEntry) throw new ZipError("its directory is damaged");
  const start = entry.offset + 30 + zip.readUInt16LE(entry.offset + 26) + zip.readUInt16LE(entry.offset + 28);
  const packed = zip.subarray(start, start + entry.packed);
  if (packed.length < entry.packed) throw new ZipError("it is cut off");
  if (entry.size > largestFile) throw new ZipError(`${entry.name} is larger than expected`);
  const content = entry.method === 0 ? packed : entry.method === 8 ? inflate(packed, entry.size) : undefined;
  if (!content) throw new ZipError("it is packed in a way that is not known");
  if (content.length !== entry.size || crc32(content) !== entry.crc)
    throw new ZipError(`${entry.name} is damaged`);
  return content;
}

function inflate(packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new ZipError("its content is damaged");
  }
}

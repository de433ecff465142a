import { createHash } from "node:crypto";
import fs from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Limit } from "@/server/kernel/errors";

/** The largest file that is taken, in bytes. */
export const MOST_FILE_BYTES = 8 * 1024 ** 3;

const folder = () => path.resolve(process.env.WAYMARK_DATA_DIR ?? ".data", "cost-imports");

/** Where the file of an import lies until it has been read. */
export const fileOf = (importId: string): string => path.join(folder(), importId);

/** Keeps what is sent, readable by the portal alone. Throws Limit when it is too large; then nothing is left of it. */
export async function keepFile(importId: string, body: Readable): Promise<{ bytes: number; digest: string }> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > MOST_FILE_BYTES)
        return done(new Limit("The file is larger than 8 GB. Split it by month.", "size"));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(body, counted, fs.createWriteStream(fileOf(importId), { mode: 0o600, flags: "wx" }));
  } catch (error) {
    await dropFile(importId);
    throw error;
  }
  return { bytes, digest: hash.digest("hex") };
}

export const dropFile = (importId: string): Promise<void> => rm(fileOf(importId), { force: true });

/** The ids whose files nobody has written to for a day: most likely the portal died while they were sent. */
export async function oldFiles(): Promise<string[]> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const names = await readdir(folder());
  const old = await Promise.all(
    names.map(async (id) => {
      const file = await stat(fileOf(id)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
      return file !== null && Date.now() - file.mtimeMs > 86_400_000 ? [id] : [];
    }),
  );
  return old.flat();
}

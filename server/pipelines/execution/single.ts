import fs from "node:fs/promises";
import { z } from "zod";
import { isMissing, readText, supervisorLock } from "./files";
import { isAlive, processIdentity } from "./process";

const ownerSchema = z.object({ pid: z.number(), identity: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/** This process, told from any later one with its number. */
export function thisProcess(): Owner {
  return { pid: process.pid, identity: processIdentity(process.pid) ?? "" };
}

/**
 * Takes the supervisor's lock of a data folder; the lock of a dead process is taken over.
 * Out: null when it is ours, else the number of the process that holds it. Should two take over one stale lock at the same
 * time, the loser sees it in `holdsLock`; even then nothing starts twice, because each execution has a claim of its own.
 */
export async function takeLock(dataDir: string): Promise<number | null> {
  const lock = supervisorLock(dataDir);
  const own = `${lock}.${process.pid}`;
  await fs.writeFile(own, JSON.stringify(thisProcess()), { mode: 0o600 });
  try {
    for (;;) {
      try {
        await fs.link(own, lock);
        return null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const text = await readText(lock);
      if (text === null) continue;
      const holder = parseOwner(text);
      if (holder && isAlive(holder)) return holder.pid;
      await removeStale(lock, text);
    }
  } finally {
    await fs.rm(own, { force: true });
  }
}

/** Moves a stale lock aside; puts it back when it turns out to be a new one. */
async function removeStale(lock: string, expected: string): Promise<void> {
  const aside = `${lock}.${process.pid}.stale`;
  try {
    await fs.rename(lock, aside);
    if ((await readText(aside)) !== expected) await fs.link(aside, lock);
  } catch (error) {
    // Gone: another took it over. There already: another made its own.
    if (!isMissing(error) && (error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await fs.rm(aside, { force: true });
  }
}

export async function holdsLock(dataDir: string): Promise<boolean> {
  const holder = parseOwner((await readText(supervisorLock(dataDir))) ?? "");
  return holder?.pid === process.pid && holder.identity === thisProcess().identity;
}

export async function releaseLock(dataDir: string): Promise<void> {
  if (await holdsLock(dataDir)) await fs.rm(supervisorLock(dataDir), { force: true });
}

function parseOwner(text: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    // Half of a file from a machine that lost power: nobody who could hold it is alive.
    return null;
  }
}

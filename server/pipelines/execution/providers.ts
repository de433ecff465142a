import { createHash } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { executionPaths, executionsDir, isMissing } from "./files";

/**
 * Providers that Terraform fetched once, for all runs of this data folder. Terraform's own cache must not be written by two at a
 * time, so each execution has one of its own, with links to what is shared, which it cannot write; what it fetched besides is moved
 * into the shared folder in one step, once `init` ended well. Only `init` may write to its own cache: nothing of a module has run by
 * then. Whether a package is the one of the module's lock file, Terraform checks each time.
 */

/** As the value of an environment variable: the execution's own cache, whose place is only known when it is started. */
export const PROVIDER_FOLDER = "{provider folder}";
/** Names the versions and checksums of the providers that a module was tested with. */
export const LOCK_FILE = ".terraform.lock.hcl";

const MB = 1024 * 1024;
const USUAL_MB = 4096;

export const sharedProviders = (dataDir: string): string => path.resolve(dataDir, "providers");

/** How much is kept, in bytes; 0 turns the cache off. Throws for a setting that is no number. */
export function providerLimit(environment: Record<string, string | undefined> = process.env): number {
  const given = environment.WAYMARK_PROVIDER_CACHE_MB;
  if (given === undefined || given === "") return USUAL_MB * MB;
  if (!/^[0-9]{1,9}$/.test(given))
    throw new Error(`WAYMARK_PROVIDER_CACHE_MB is "${given}"; give a whole number, or 0 for no cache.`);
  return Number(given) * MB;
}

/**
 * Where providers come from instead of their registries: a folder of the machine, or an address that speaks the protocol of
 * mirrors; null: from the registries. Throws for what is neither.
 */
export function providerMirror(environment: Record<string, string | undefined> = process.env): string | null {
  const given = environment.WAYMARK_PROVIDER_MIRROR;
  if (given === undefined || given === "") return null;
  const address = given.startsWith("https://") && URL.canParse(given);
  if ((address || path.isAbsolute(given)) && !/["$\\\n]/.test(given)) return given;
  throw new Error(`WAYMARK_PROVIDER_MIRROR is "${given}"; give the path of a folder, or an https address.`);
}

/**
 * Lays out the cache of an execution, with what is shared. Of a provider that the module's lock file names, only what has one of
 * its checksums is linked: Terraform would fetch another into the place of the link. Out: its folder.
 */
export async function layOutProviders(dataDir: string, id: string, lock: string): Promise<string> {
  const { providers: own } = executionPaths(dataDir, id);
  await fs.rm(own, { recursive: true, force: true });
  await fs.mkdir(own, { mode: 0o700 });
  for (const name of await packagesIn(sharedProviders(dataDir))) {
    const locked = lock.includes(`"${name.split("/").slice(0, 3).join("/")}"`);
    if (locked && !lock.includes(`"${await checksum(path.join(sharedProviders(dataDir), name))}"`)) continue;
    await fs.mkdir(path.join(own, path.dirname(name)), { recursive: true, mode: 0o755 });
    await fs.symlink(path.join(sharedProviders(dataDir), name), path.join(own, name));
  }
  return own;
}

/**
 * Takes what an execution fetched into the shared folder, and notes what it used. To be called when it has ended, `init` well
 * included. Of two that fetched the same, the first to end is kept, unless it is no longer the same. Out: how many packages are new.
 */
export async function takeProviders(dataDir: string, id: string): Promise<number> {
  const { providers: own, work } = executionPaths(dataDir, id);
  const shared = sharedProviders(dataDir);
  const now = new Date();
  for (const name of await usedIn(work))
    await fs.utimes(path.join(shared, name), now, now).catch(ignoreMissing);
  let taken = 0;
  for (const name of await packagesIn(own)) {
    const from = path.join(own, name);
    if ((await fs.lstat(from)).isSymbolicLink()) continue;
    await settle(from);
    await fs.mkdir(path.join(shared, path.dirname(name)), { recursive: true, mode: 0o755 });
    const to = path.join(shared, name);
    if (await isThere(to)) {
      if ((await checksum(from)) === (await checksum(to))) continue;
      await putAway(dataDir, name);
    }
    try {
      await fs.rename(from, to);
      taken += 1;
    } catch (error) {
      // Another was quicker.
      if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  return taken;
}

export interface ProviderCache {
  /** Bytes that are kept now. */
  bytes: number;
  /** Bytes that are kept at most. */
  limit: number;
  packages: number;
}

/** What is kept now. */
export async function providerCache(dataDir: string, limit = providerLimit()): Promise<ProviderCache> {
  const found = await sharedPackages(dataDir);
  return { bytes: found.reduce((sum, { bytes }) => sum + bytes, 0), limit, packages: found.length };
}

/** Removes what was not used for the longest time until the rest is within the limit; what an execution has linked stays. */
export async function pruneProviders(dataDir: string, limit: number): Promise<void> {
  const inUse = new Set<string>();
  for (const { name: id } of await entriesOf(executionsDir(dataDir)))
    if (!id.startsWith("."))
      for (const name of await packagesIn(executionPaths(dataDir, id).providers)) inUse.add(name);
  const found = await sharedPackages(dataDir);
  let bytes = found.reduce((sum, one) => sum + one.bytes, 0);
  for (const one of found.sort((a, b) => a.usedAt - b.usedAt)) {
    if (bytes <= limit) break;
    if (inUse.has(one.name)) continue;
    await putAway(dataDir, one.name);
    bytes -= one.bytes;
  }
}

/** Away in one step: who looks in between finds all of it or nothing. */
async function putAway(dataDir: string, name: string): Promise<void> {
  const gone = path.join(sharedProviders(dataDir), `.gone-${process.pid}-${name.replaceAll("/", "-")}`);
  await fs.rename(path.join(sharedProviders(dataDir), name), gone).catch(ignoreMissing);
  await fs.rm(gone, { recursive: true, force: true });
}

/** The checksum that lock files give a package that is unpacked: over the names and the SHA-256 of its files. */
async function checksum(folder: string): Promise<string> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const all = createHash("sha256");
  for (const name of names) {
    const one = createHash("sha256");
    for await (const chunk of createReadStream(path.join(folder, name))) one.update(chunk as Buffer);
    all.update(`${one.digest("hex")}  ${name}\n`);
  }
  return `h1:${all.digest("base64")}`;
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await fs.stat(folder);
    return true;
  } catch (error) {
    ignoreMissing(error);
    return false;
  }
}

async function sharedPackages(dataDir: string) {
  return Promise.all(
    (await packagesIn(sharedProviders(dataDir))).map(async (name) => {
      const folder = path.join(sharedProviders(dataDir), name);
      return { name, folder, usedAt: (await fs.stat(folder)).mtimeMs, bytes: await sizeOf(folder) };
    }),
  );
}

/** Packages by their place: host/namespace/type/version/system. Only the last of these may be a link. */
async function packagesIn(root: string, depth = 5): Promise<string[]> {
  const entries = (await entriesOf(root)).filter(
    (entry) =>
      !entry.name.startsWith(".") && (entry.isDirectory() || (depth === 1 && entry.isSymbolicLink())),
  );
  if (depth === 1) return entries.map(({ name }) => name);
  const below = await Promise.all(
    entries.map(async ({ name }) =>
      (await packagesIn(path.join(root, name), depth - 1)).map((rest) => `${name}/${rest}`),
    ),
  );
  return below.flat();
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await fs.readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** What the module of an execution really took: Terraform links it into its own folder. */
const usedIn = (work: string): Promise<string[]> => packagesIn(path.join(work, ".terraform", "providers"));

/** A package that nobody but the portal's account can change, and everybody can run. Links within it are refused. */
async function settle(folder: string): Promise<void> {
  const [uid, gid] = [process.getuid?.() ?? -1, process.getgid?.() ?? -1];
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() && !entry.isDirectory())
      throw new Error(`A provider package holds ${entry.name}, which is no file.`);
    await fs.lchown(file, uid, gid);
    await fs.chmod(file, 0o755);
  }
  await fs.lchown(folder, uid, gid);
  await fs.chmod(folder, 0o755);
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.map(async (entry) =>
      entry.isFile() ? (await fs.stat(path.join(entry.parentPath, entry.name))).size : 0,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

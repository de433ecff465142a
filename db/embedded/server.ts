import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { giveTo, runAs, type Account } from "@/db/embedded/account";
import { explainFailure } from "@/db/embedded/problem";
import { addressOf, roleNames } from "@/db/embedded/roles";
import type { EmbeddedSecrets } from "@/db/embedded/secrets";

/** Where one installation's server lives. `folder` is private to `account` and holds the cluster and the server's log. */
export type Home = { folder: string; native: string; account: Account };

export const clusterOf = (home: Home) => path.join(home.folder, "cluster");
const logOf = (home: Home) => path.join(home.folder, "server.log");

/** macOS needs a locale in the environment, or the server refuses to fork; nothing else of ours may leak into it. */
const serverEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: process.env.PATH,
  LC_ALL: "C",
  TZ: "UTC",
};

/** A log above this size (bytes) is begun anew at the next start. */
const largestLog = 10_000_000;

/** Makes the cluster: Unicode without the system's locales, checksums, passwords by SCRAM. Visible only once complete. */
export async function initialiseCluster(home: Home, secrets: EmbeddedSecrets): Promise<void> {
  const draft = path.join(home.folder, `cluster.${process.pid}`);
  const passwordFile = path.join(home.folder, `password.${process.pid}`);
  fs.writeFileSync(passwordFile, secrets.superuser + "\n", { mode: 0o600 });
  giveTo(home.account, passwordFile);
  const options = [
    ["-D", draft, "-U", roleNames.superuser, "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"],
    ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--data-checksums"],
    ["--no-instructions"],
  ].flat();
  const problem = await runInitdb(home, options);
  fs.rmSync(passwordFile, { force: true });
  if (problem !== undefined) {
    fs.rmSync(draft, { recursive: true, force: true });
    fs.appendFileSync(logOf(home), problem);
    throw explainFailure(problem, home.folder);
  }
  fs.renameSync(draft, clusterOf(home));
}

/** Undefined when it went well, else what it said. */
async function runInitdb(home: Home, options: string[]): Promise<string | undefined> {
  const child = spawn(path.join(home.native, "bin", "initdb"), options, {
    ...runAs(home.account),
    cwd: home.folder,
    env: serverEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
    // Out of reach of the terminal's Ctrl-C: it takes a second, and half of it is of no use.
    detached: true,
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code === 0 ? undefined : said));
  });
}

/** Starts the server process in a session of its own, writing to a file: it survives the death of its starter unharmed. */
export function launch(home: Home, port: number, settings: Record<string, string>) {
  const log = logOf(home);
  const size = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const output = fs.openSync(log, size > largestLog ? "w" : "a", 0o600);
  const start = fs.fstatSync(output).size;
  const all: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // A worker holds up to 38, a web server 20: several of each have room.
    max_connections: "400",
    shared_buffers: "256MB",
    // A catalog grows by thousands of rows in seconds, and plans made for the table as it was are slow ones.
    autovacuum_naptime: "10s",
    autovacuum_analyze_scale_factor: "0.05",
    logging_collector: "off",
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(
    path.join(home.native, "bin", "postgres"),
    ["-D", clusterOf(home), "-p", String(port), ...flags],
    {
      ...runAs(home.account),
      cwd: home.folder,
      env: serverEnvironment,
      stdio: ["ignore", output, output],
      detached: true,
    },
  );
  fs.closeSync(output);
  child.unref();
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const said = () => fs.readFileSync(log).subarray(start).toString("utf8");
  return { child, exited, said };
}

/** What the cluster's lock file says of the server that holds it; undefined when there is none. */
export function readLock(home: Home): { pid: number; port: number; ready: boolean } | undefined {
  try {
    const lines = fs.readFileSync(path.join(clusterOf(home), "postmaster.pid"), "utf8").split("\n");
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 ? { pid, port, ready: lines[7]?.trim() === "ready" } : undefined;
  } catch {
    return undefined;
  }
}

/** Takes away the lock of a server that is gone, whose process number another program got since (as after a reboot). */
export function dropStaleLock(home: Home): void {
  fs.rmSync(path.join(clusterOf(home), "postmaster.pid"), { force: true });
}

/** Is this process a PostgreSQL of this cluster, and not a zombie or somebody else's program? */
export function isServerOf(home: Home, pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const command = fs.existsSync("/proc/self/cmdline")
    ? readIfThere(`/proc/${pid}/cmdline`)
    : spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  // A zombie has an empty command line.
  return command.includes(clusterOf(home));
}

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Does our server, and no other, answer at this port? */
export async function answers(home: Home, secrets: EmbeddedSecrets, port: number): Promise<boolean> {
  const sql = postgres(addressOf("superuser", secrets, port, "postgres"), {
    max: 1,
    connect_timeout: 2,
    onnotice() {},
  });
  try {
    const [row] = await sql`select current_setting('data_directory') as folder`;
    return fs.realpathSync(String(row?.folder)) === fs.realpathSync(clusterOf(home));
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Resolves once the process has ended; it need not be our child. */
export async function ended(home: Home, pid: number, everyMs = 250): Promise<void> {
  while (isServerOf(home, pid)) await pause(everyMs, undefined, { ref: false });
}

/** Stops a server: politely (running transactions are rolled back), then hard, where the next start recovers from its log. */
export async function stopServer(home: Home, pid: number): Promise<void> {
  const steps = [
    ["SIGINT", 30_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const;
  for (const [signal, patience] of steps) {
    if (!isServerOf(home, pid)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (!isServerOf(home, pid)) return;
      await pause(20);
    }
  }
}

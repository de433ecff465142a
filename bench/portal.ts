import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "@/db/embedded";
import { addressOf, databaseName } from "@/db/embedded/roles";
import { readSecrets } from "@/db/embedded/secrets";
import { readLock } from "@/db/embedded/server";
import { readDemo, type Demo } from "@/scripts/start/demo";
import { killRuns } from "@/scripts/start/runs";

/** The checkout that this file lies in. */
export const here = path.resolve(import.meta.dirname, "..");

/** What `npm run up` keeps alive. */
export type ChildName = "web" | "worker" | "supervisor";

export interface PortalOptions {
  /** The checkout that is started; ours unless given. */
  root?: string;
  /** Kept when it exists, for a second start. */
  dataDir: string;
  port?: number;
  /** Processes that carry out runs; one unless given. */
  workers?: number;
  environment?: Record<string, string>;
  /** How long the start may take, build included, in ms. */
  patienceMs?: number;
}

export interface RunningPortal {
  address: string;
  dataDir: string;
  demo: Demo;
  /** From the start of the command to the first page that answered, in ms. */
  startMs: number;
  /** The process of `npm run up`, which starts the others again. */
  pid: number;
  /** The living child of that name; undefined while it is being started again. */
  child(name: ChildName): number | undefined;
  /** The PostgreSQL server; undefined while it is down. */
  postgres(): number | undefined;
  /** The portal's own database, at the port where it is now. */
  databaseUrl(): string;
  /** What golden paths make databases with. */
  provisionerUrl(): string;
  /** What `up` has said so far. */
  said(): string;
  /** Ctrl-C, and when that takes longer than `patienceMs`, everything by force. Throws when a process is left. */
  stop(patienceMs?: number): Promise<void>;
}

/** A new folder for an installation, which the server's account can pass through. */
export const newDataDir = (name: string): string =>
  fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), `waymark-bench-${name}-`));

/**
 * Starts a portal as a person would, with `node scripts/up.mjs`, and waits for its first page. It ends with this process,
 * even when that is killed: the parent's channel closes.
 */
export async function startPortal(options: PortalOptions): Promise<RunningPortal> {
  const { dataDir, root = here } = options;
  const port = options.port ?? (await freePort());
  const address = `http://127.0.0.1:${port}`;
  const environment: Record<string, string | undefined> = {
    ...inherited(),
    // Nine months of an organisation would be loaded in the background, which is not what is measured.
    WAYMARK_DEMO: "small",
    ...options.environment,
  };
  const begin = performance.now();
  const up = spawn(
    process.execPath,
    [
      "scripts/up.mjs",
      "--port",
      String(port),
      "--data-dir",
      dataDir,
      ...(options.workers ? ["--workers", String(options.workers)] : []),
    ],
    {
      cwd: root,
      env: environment as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  let output = "";
  for (const stream of [up.stdout, up.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => up.once("close", () => resolve()));
  const deadline = Date.now() + (options.patienceMs ?? 900_000);
  while (!(await firstPage(address))) {
    if (up.exitCode !== null || up.signalCode !== null)
      throw new Error(`The portal did not start:\n${output}`);
    if (Date.now() > deadline) {
      up.kill("SIGKILL");
      throw new Error(`The portal did not answer in time:\n${output}`);
    }
    await pause(20);
  }
  const startMs = performance.now() - begin;
  const demo = readDemo(dataDir);
  if (!demo || up.pid === undefined) throw new Error(`There is no demo.json in ${dataDir}.`);
  return {
    address,
    dataDir,
    demo,
    startMs,
    pid: up.pid,
    child: (name) => childrenOf(dataDir)[name]?.pid,
    postgres: () => postgresOf(dataDir)?.pid,
    databaseUrl: () => databaseUrl(dataDir, "app", databaseName),
    provisionerUrl: () => databaseUrl(dataDir, "provisioner", "postgres"),
    said: () => output,
    async stop(patienceMs = 60_000) {
      const living = [
        ...Object.values(childrenOf(dataDir)).map((child) => child?.pid),
        postgresOf(dataDir)?.pid,
      ];
      up.kill("SIGINT");
      const killer = setTimeout(() => {
        void killRuns(dataDir);
        for (const pid of [up.pid, ...living]) kill(pid);
      }, patienceMs);
      await ended;
      clearTimeout(killer);
      await killRuns(dataDir);
      for (let i = 0; i < 100 && living.some(isAlive); i += 1) await pause(50);
      const left = living.filter(isAlive);
      left.forEach(kill);
      if (left.length > 0)
        throw new Error(`Processes were left after the stop and killed: ${left.join(", ")}.`);
    },
  };
}

/** Runs `use` on a portal of its own and stops it, whatever happens. Its data folder is removed with it. */
export async function withPortal<T>(
  options: PortalOptions,
  use: (portal: RunningPortal) => Promise<T>,
): Promise<T> {
  const portal = await startPortal(options);
  try {
    return await use(portal);
  } finally {
    await portal.stop();
    removeInstallation(options.dataDir);
  }
}

/** Removes all files of a stopped installation. */
export function removeInstallation(dataDir: string): void {
  for (const folder of homesOf(dataDir)) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
}

export const isAlive = (pid: number | undefined): boolean => {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: nobody has that number.
    return false;
  }
};

/** SIGKILL; true when there was somebody to kill. */
export function kill(pid: number | undefined): boolean {
  if (!isAlive(pid)) return false;
  process.kill(pid!, "SIGKILL");
  return true;
}

/** This process's environment without what an outer start or npm told it. */
const inherited = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^(npm_|WAYMARK_|NEXTAUTH_|DATABASE_URL$|NODE_OPTIONS$|NODE_ENV$|PORT$)/i.test(key),
    ),
  );

async function firstPage(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/sign-in`, { signal: AbortSignal.timeout(5_000) });
    await response.text();
    return response.status === 200;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

function childrenOf(dataDir: string): Partial<Record<string, { pid: number }>> {
  try {
    const text = fs.readFileSync(path.join(dataDir, "processes.json"), "utf8");
    return (JSON.parse(text) as { children: Record<string, { pid: number }> }).children;
  } catch {
    // Not written yet, or removed by a stop in order.
    return {};
  }
}

/** Where the embedded server's files may lie; as root they are outside of the data folder when that is private. */
function homesOf(dataDir: string): string[] {
  const secrets = fs.existsSync(dataDir) ? readSecrets(dataDir) : undefined;
  return [
    path.join(dataDir, "postgres"),
    ...(secrets ? [path.join("/var/lib/waymark", secrets.cluster)] : []),
  ];
}

function postgresOf(dataDir: string): { pid: number; port: number } | undefined {
  for (const folder of homesOf(dataDir)) {
    const lock = readLock({ folder, native: "", account: undefined });
    if (lock && isAlive(lock.pid)) return lock;
  }
  return undefined;
}

export function databaseUrl(dataDir: string, role: "app" | "provisioner", database: string): string {
  const secrets = readSecrets(dataDir);
  const port = postgresOf(dataDir)?.port ?? secrets?.port;
  if (!secrets || !port) throw new Error(`${dataDir} has no embedded PostgreSQL.`);
  return addressOf(role, secrets, port, database);
}

/** The programs that a measurement needs beside Node. Throws when one is missing. */
export function programPath(name: string): string {
  const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
  if (!found) throw new Error(`${name} is not on PATH.`);
  return found;
}

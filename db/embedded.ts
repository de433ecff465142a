import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { canReach, giveTo, serverAccount } from "@/db/embedded/account";
import { findServer } from "@/db/embedded/binaries";
import { makeFolder } from "@/db/embedded/folders";
import { DatabaseProblem, explainFailure, retryReason } from "@/db/embedded/problem";
import { addressOf, databaseName, ensureRoles } from "@/db/embedded/roles";
import { newSecrets, readSecrets, writeSecrets, type EmbeddedSecrets } from "@/db/embedded/secrets";
import {
  answers,
  clusterOf,
  dropStaleLock,
  ended,
  initialiseCluster,
  isServerOf,
  launch,
  readLock,
  stopServer,
  type Home,
} from "@/db/embedded/server";

export type EmbeddedOptions = {
  /** Folder of the installation; secrets.json and, where the server's account can reach it, the cluster live in it. */
  dataDir: string;
  /** Port on 127.0.0.1; without it the one of the last start, or a free one. */
  port?: number;
  /** Server settings on top of ours, such as fsync=off for tests. */
  settings?: Record<string, string>;
  /** Told, in a few words, what takes time. */
  onProgress?: (text: string) => void;
};

export type EmbeddedDatabase = {
  /** The portal's own role on its own database. */
  appUrl: string;
  /** The superuser: for the launcher and the tests only, never handed to a child process. */
  adminUrl: string;
  /** May make databases and roles, for golden paths; no way into the portal's database. */
  provisionerUrl: string;
  port: number;
  pid: number;
  /** Where cluster and log are: below the data folder, unless the server's account cannot go there. */
  folder: string;
  /** True when the server of an earlier, killed start was still alive and was taken over. */
  reused: boolean;
  /** Resolves when the server process has ended, for whatever reason. */
  gone: Promise<void>;
  stop(): Promise<void>;
};

/** Where the server's files go when its account cannot pass through the data folder; only root ever needs it. */
const outside = "/var/lib/waymark";

/** Recovery after a crash replays the log, which on a slow disk takes minutes. */
const startPatienceMs = 300_000;
/** The processes of a killed server need a moment to notice and let go of its memory. */
const lockPatienceMs = 30_000;

/**
 * Starts the embedded PostgreSQL of an installation, or takes over the one that an earlier start left running.
 *
 * @throws DatabaseProblem with one sentence for the person at the terminal
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const progress = options.onProgress ?? (() => undefined);
  const dataDir = path.resolve(options.dataDir);
  const { home, secrets } = prepare(dataDir);
  if (!fs.existsSync(path.join(clusterOf(home), "PG_VERSION"))) {
    progress("Making the database");
    await initialiseCluster(home, secrets);
  }
  progress("Starting PostgreSQL");
  const server = await startOrTakeOver(home, secrets, options);
  if (server.port !== secrets.port) writeSecrets(dataDir, { ...secrets, port: server.port });
  await ensureRoles(secrets, server.port);
  return {
    appUrl: addressOf("app", secrets, server.port, databaseName),
    adminUrl: addressOf("superuser", secrets, server.port, "postgres"),
    provisionerUrl: addressOf("provisioner", secrets, server.port, "postgres"),
    ...server,
    folder: home.folder,
    stop: () => stopServer(home, server.pid),
  };
}

/** Stops the installation's server, if any, and removes all of its files. */
export async function removeEmbedded(dataDir: string): Promise<void> {
  for (const home of homesOf(dataDir)) {
    const lock = readLock(home);
    if (lock) await stopServer(home, lock.pid);
  }
  removeFiles(dataDir);
}

/** The same at once, for a process that is exiting: the server gets no time to write anything. */
export function removeEmbeddedNow(dataDir: string): void {
  for (const home of homesOf(dataDir)) {
    const lock = readLock(home);
    if (lock && isServerOf(home, lock.pid)) process.kill(lock.pid, "SIGQUIT");
  }
  removeFiles(dataDir);
}

function homesOf(dataDir: string): Home[] {
  const secrets = fs.existsSync(dataDir) ? readSecrets(dataDir) : undefined;
  const folders = [path.join(dataDir, "postgres"), ...(secrets ? [path.join(outside, secrets.cluster)] : [])];
  return folders.map((folder) => ({ folder, native: "", account: undefined }));
}

function removeFiles(dataDir: string): void {
  // A server that was told to go may still be unlinking its own files.
  const patient = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 };
  for (const folder of [...homesOf(dataDir).map((home) => home.folder), dataDir]) fs.rmSync(folder, patient);
}

/** Folders, account, programs and secrets, each made where missing. */
function prepare(dataDir: string): { home: Home; secrets: EmbeddedSecrets } {
  const account = serverAccount();
  try {
    makeFolder(dataDir);
    // Others may pass through to the cluster, which is private to its account, but list nothing.
    fs.chmodSync(dataDir, account ? 0o711 : 0o700);
    const secrets = readSecrets(dataDir) ?? newSecrets();
    const reachable = canReach(account, dataDir);
    const folder = reachable ? path.join(dataDir, "postgres") : path.join(outside, secrets.cluster);
    if (!reachable) {
      makeFolder(outside);
      fs.chmodSync(outside, 0o711);
    }
    if (fs.existsSync(path.join(folder, "cluster", "PG_VERSION")) && !readSecrets(dataDir)) {
      throw new DatabaseProblem(
        `${folder} holds a database but ${dataDir}/secrets.json is missing: restore that file, or move ${folder} aside to begin afresh.`,
      );
    }
    writeSecrets(dataDir, secrets);
    makeFolder(folder);
    fs.chmodSync(folder, 0o700);
    giveTo(account, folder);
    return { home: { folder, account, native: findServer(account, reachable ? dataDir : outside) }, secrets };
  } catch (error) {
    throw explainFolder(error, dataDir);
  }
}

function explainFolder(error: unknown, dataDir: string): unknown {
  const { code, path: place } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "EEXIST" || code === "ENOTDIR") {
    return new DatabaseProblem(
      `The folder ${place ?? dataDir} is not writable (${code}): give this account the folder, or choose another with WAYMARK_DATA_DIR.`,
    );
  }
  if (code === "ENOSPC" || code === "EDQUOT") return explainFailure("No space left on device", dataDir);
  return error;
}

async function startOrTakeOver(home: Home, secrets: EmbeddedSecrets, options: EmbeddedOptions) {
  const deadline = Date.now() + lockPatienceMs;
  let port = options.port ?? secrets.port ?? (await freePort());
  for (;;) {
    const lock = readLock(home);
    if (lock && isServerOf(home, lock.pid)) {
      if (await answers(home, secrets, lock.port)) {
        return { pid: lock.pid, port: lock.port, reused: true, gone: ended(home, lock.pid) };
      }
      // It is starting or stopping; both end by themselves.
      if (Date.now() > deadline) {
        throw new DatabaseProblem(
          `A PostgreSQL (process ${lock.pid}) holds ${home.folder} but does not answer with the password in secrets.json: end it and start again.`,
        );
      }
      await pause(100);
      continue;
    }
    if (lock) dropStaleLock(home);
    const { child, exited, said } = launch(home, port, options.settings ?? {});
    if (child.pid !== undefined && (await becameReady(home, child.pid, exited))) {
      return { pid: child.pid, port, reused: false, gone: exited };
    }
    const reason = retryReason(said());
    if (reason === "port") {
      if (options.port)
        throw new DatabaseProblem(
          `Port ${port} is in use by another program: choose another for PostgreSQL.`,
        );
      port = await freePort();
    } else if (reason !== "lock" || Date.now() > deadline) {
      throw explainFailure(said(), home.folder);
    }
    await pause(100);
  }
}

/** True once the server says that it takes connections, false when it ended before that. */
async function becameReady(home: Home, pid: number, exited: Promise<void>): Promise<boolean> {
  let running = true;
  void exited.then(() => (running = false));
  const deadline = Date.now() + startPatienceMs;
  while (running && Date.now() < deadline) {
    const lock = readLock(home);
    if (lock?.pid === pid && lock.ready) return true;
    await Promise.race([exited, pause(20)]);
  }
  return false;
}

/** A port of 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { removeEmbedded } from "../db/embedded";

/** A first start on a slow machine builds, makes a database and seeds it, in ms. */
const startPatienceMs = 600_000;
/** Stopping waits for runs that a journey left under way, in ms. */
const stopPatienceMs = 60_000;

export interface StartedPortal {
  /** Logs, secrets, demo.json. */
  dataDir: string;
  /** The end of its logs. */
  logs(): string;
  /** Ends it and removes everything of it. */
  stop(): Promise<void>;
}

/** Starts a portal as `npm run up` does: the production build with an own, empty data folder. Throws with its logs where that fails. */
export async function startPortal({
  port,
  args = [],
}: {
  port: string;
  args?: string[];
}): Promise<StartedPortal> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-e2e-"));
  // An own database of the developer, or a mirror of production, is no place for journeys.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !["DATABASE_URL", "WAYMARK_HOST", "WAYMARK_URL"].includes(name),
  );
  const portal = spawn(process.execPath, ["scripts/up.mjs", "--port", port, "--data-dir", dataDir, ...args], {
    cwd: path.resolve(import.meta.dirname, ".."),
    // What the journeys send to is on this machine.
    env: {
      WAYMARK_EGRESS_ALLOW: "127.0.0.0/8",
      ...Object.fromEntries(inherited),
      // Journeys make their own data, and find their way in short lists.
      WAYMARK_DEMO: "small",
      CI: "1",
    } as unknown as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [portal.stdout, portal.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const stop = async () => {
    await stopPortal(portal);
    await removeEmbedded(dataDir);
  };
  try {
    await isReady(portal);
  } catch (error) {
    const logs = output + readLogs(dataDir);
    await stop();
    throw new Error(`The portal under test did not start.\n${logs}`, { cause: error });
  }
  return { dataDir, logs: () => readLogs(dataDir), stop };
}

async function isReady(portal: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(startPatienceMs);
  const exited = once(portal, "exit", { signal }).then(([code]) => {
    throw new Error(`It ended with exit code ${code}.`);
  });
  await Promise.race([once(portal, "message", { signal }), exited]);
}

async function stopPortal(portal: ChildProcess): Promise<void> {
  if (portal.exitCode !== null || portal.signalCode !== null) return;
  const exited = once(portal, "exit");
  portal.kill("SIGTERM");
  const timer = setTimeout(() => portal.kill("SIGKILL"), stopPatienceMs);
  await exited;
  clearTimeout(timer);
}

function readLogs(dataDir: string): string {
  const folder = path.join(dataDir, "logs");
  if (!fs.existsSync(folder)) return "";
  return fs
    .readdirSync(folder)
    .map((name) => `--- ${name}\n${fs.readFileSync(path.join(folder, name), "utf8").slice(-4000)}`)
    .join("\n");
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { removeEmbedded } from "../db/embedded";
import { signInEverybody } from "./people";

/** A first start on a slow machine builds, makes a database and seeds it, in ms. */
const startPatienceMs = 600_000;
/** Stopping waits for runs that a journey left under way, in ms. */
const stopPatienceMs = 60_000;

/** Starts the portal as `npm run up` does: the production build with an own, empty data folder. Returns what stops it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-e2e-"));
  const port = process.env.WAYMARK_E2E_PORT ?? "";
  const args = ["scripts/up.mjs", "--port", port, "--data-dir", dataDir];
  // Journeys hold whichever process answers or carries out: WAYMARK_E2E_PROCESSES=2 runs them against two of each.
  const processes = process.env.WAYMARK_E2E_PROCESSES;
  if (processes) args.push("--webs", processes, "--workers", processes);
  // An own database of the developer, or a mirror of production, is no place for journeys.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !["DATABASE_URL", "WAYMARK_HOST", "WAYMARK_URL"].includes(name),
  );
  const portal = spawn(process.execPath, args, {
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
  process.env.WAYMARK_E2E_DATA_DIR = dataDir;
  try {
    await signInEverybody();
  } catch (error) {
    const logs = readLogs(dataDir);
    await stop();
    throw new Error(`Not everybody could sign in.\n${logs}`, { cause: error });
  }
  return stop;
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

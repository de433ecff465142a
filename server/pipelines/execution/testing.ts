import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readOutput, readReport } from "./spool";

/** For tests: real supervisors on a data folder of one's own. */

export const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export interface Bench {
  dataDir: string;
  startSupervisor(environment?: Record<string, string>): ChildProcess;
  /** Ends every process that was started here, and removes the folder. */
  close(): Promise<void>;
}

export function bench(): Bench {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-spool-"));
  const children: ChildProcess[] = [];
  return {
    dataDir,
    startSupervisor(environment = {}) {
      const child = spawn(process.execPath, ["--import", "tsx", "server/supervisor.ts"], {
        cwd: path.resolve(import.meta.dirname, "../../.."),
        env: {
          PATH,
          HOME: os.homedir(),
          WAYMARK_DATA_DIR: dataDir,
          LOG_LEVEL: "silent",
          // Scripts of tests leave their marks outside of their work folders.
          WAYMARK_SANDBOX: "off",
          ...environment,
        } as unknown as NodeJS.ProcessEnv,
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      children.push(child);
      return child;
    },
    async close() {
      for (const child of children) await end(child, "SIGINT");
      fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

/** Sends the signal and waits until the process is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

/** Waits for something to become true or non-null. The ceiling (ms) is generous: it only ends a test that hangs. */
export async function eventually<T>(look: () => Promise<T> | T, ceiling = 60_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + ceiling;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline)
      throw new Error(`It did not come true within ${ceiling} ms: ${look.toString()}`);
    await pause(20);
  }
}

/** Waits until the execution has ended, one way or the other. */
export function ended(dataDir: string, id: string) {
  return eventually(async () => {
    const report = await readReport(dataDir, id);
    return report.state === "exited" || report.state === "lost" ? report : null;
  });
}

/** Waits until the output holds the text. */
export function printed(dataDir: string, id: string, text: string) {
  return eventually(async () => (await readOutput(dataDir, id, 0, 1_000_000)).bytes.includes(text));
}

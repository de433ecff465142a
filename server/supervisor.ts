import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { log } from "@/server/kernel/log";
import { exitWithParent } from "@/server/kernel/parent";
import { executionsDir } from "@/server/pipelines/execution/files";
import { holdsLock, releaseLock, takeLock } from "@/server/pipelines/execution/single";
import { probeSandbox } from "@/server/pipelines/execution/sandbox";
import { Supervision } from "@/server/pipelines/execution/supervise";

/**
 * The process that runs Terraform. It knows no database and keeps nothing in memory that matters: killed and started
 * again, it finds its executions in the data folder, still running.
 *
 * SIGTERM, and the end of the parent: ends at once and leaves the commands running. SIGINT: interrupts them and waits.
 */

/** A new execution is noticed by the folder's own events; this is the latency where a file system has none, in ms. */
const pollMs = 100;
const heartbeatMs = 1_000;
const sweepMs = 60_000;
/** A supervisor that is ending, or whose parent was killed, lets go of the lock within this time, in ms. */
const lockPatienceMs = 15_000;

const dataDir = path.resolve(process.env.WAYMARK_DATA_DIR ?? ".data");
const graceMs = Number(process.env.WAYMARK_INTERRUPT_GRACE_MS ?? 600_000);
fs.mkdirSync(executionsDir(dataDir), { recursive: true, mode: 0o700 });
const sandbox = probeSandbox(dataDir);
log[sandbox.active || sandbox.mode === "off" ? "info" : "warn"](
  { sandbox },
  "The sandbox of runs was looked at.",
);
const supervision = new Supervision({
  dataDir,
  sandbox,
  graceMs,
  lastGraceMs: Math.min(graceMs, 30_000),
  onNotice: (text, details) => log.info(details, text),
});

let leaving = false;
let woken = false;
let endNap: () => void = () => undefined;

async function main(): Promise<void> {
  await waitForLock();
  exitWithParent(leave);
  process.on("SIGTERM", leave);
  process.on("SIGINT", () => void finish());
  watchFolder();
  let beatAt = 0;
  let sweptAt = 0;
  while (!leaving) {
    await supervision.tick();
    if (Date.now() - beatAt >= heartbeatMs) {
      beatAt = Date.now();
      if (!(await holdsLock(dataDir))) throw new Error("Another supervisor has taken over the data folder.");
      await supervision.heartbeat();
    }
    if (Date.now() - sweptAt >= sweepMs) {
      sweptAt = Date.now();
      await supervision.sweep();
    }
    await nap();
  }
  await supervision.heartbeat();
  await releaseLock(dataDir);
}

/** Something happened: the next look is due now, also when one is under way. */
function wake(): void {
  woken = true;
  endNap();
}

function leave(): void {
  leaving = true;
  supervision.stopAccepting();
  wake();
}

/** A second SIGINT is for somebody who does not want to wait: it leaves the commands to end by themselves. */
async function finish(): Promise<void> {
  process.on("SIGINT", leave);
  supervision.stopAccepting();
  await supervision.interruptAll("shutdown");
  while (supervision.active > 0 && !leaving) await pause(pollMs);
  leave();
}

async function waitForLock(): Promise<void> {
  const deadline = Date.now() + lockPatienceMs;
  for (;;) {
    const holder = await takeLock(dataDir);
    if (holder === null) return;
    if (Date.now() > deadline)
      throw new Error(`A supervisor (process ${holder}) already serves ${dataDir}: stop it first.`);
    await pause(pollMs);
  }
}

function watchFolder(): void {
  try {
    fs.watch(executionsDir(dataDir), () => wake()).on("error", (error) =>
      log.warn({ error: String(error) }, "Watching the folder failed; polling goes on."),
    );
  } catch (error) {
    log.warn({ error: String(error) }, "The folder cannot be watched; polling does it.");
  }
}

async function nap(): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, woken ? 0 : pollMs);
    endNap = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  woken = false;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    log.error({ error: String(error) }, "The supervisor ended.");
    process.exit(1);
  },
);

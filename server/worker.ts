import { env } from "@/server/kernel/env";
import { log } from "@/server/kernel/log";
import { exitWithParent } from "@/server/kernel/parent";
import { startWorker } from "@/server/worker/process";

/** The process that runs jobs. Any number of them may serve one database; each may be killed at any moment. */

/** Runs are handed over in milliseconds; what else is at work gets this long, in ms. */
const DRAIN_MS = 25_000;

const worker = await startWorker({ databaseUrl: env().DATABASE_URL });
log.info({ owner: worker.owner }, "worker started");

let stopping = false;
function stop(why: string): void {
  if (stopping) return;
  stopping = true;
  log.info({ why }, "worker stops");
  setTimeout(() => {
    log.error("the worker did not stop in time; what it left will be taken up by another");
    process.exit(1);
  }, DRAIN_MS).unref();
  worker.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ err: String(error) }, "the worker did not stop in order");
      process.exit(1);
    },
  );
}

process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
exitWithParent(() => stop("the parent process is gone"));
worker.broken.catch((error: unknown) => {
  // Whoever watches over this process starts it again; nothing that was acknowledged is lost.
  log.error({ err: String(error) }, "the job queue broke down");
  process.exit(1);
});

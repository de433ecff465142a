import cluster from "node:cluster";
import path from "node:path";
import { parseArgs } from "node:util";
import { log } from "@/server/kernel/log";
import { exitWithParent } from "@/server/kernel/parent";

/**
 * Several web servers on one port: this process hands connections round, each of the others is a whole `web.ts`. One that
 * dies is started again while the others go on answering.
 */
const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "3000" },
    processes: { type: "string", default: "2" },
  },
});
/** Before one that died is started again, in ms: a fault at the start must not become a storm. */
const RESTART_MS = 500;

let stopping = false;

cluster.setupPrimary({
  exec: path.join(import.meta.dirname, "web.ts"),
  args: ["--host", values.host, "--port", values.port],
});
cluster.on("exit", (worker, code, signal) => {
  if (stopping) {
    if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0);
    return;
  }
  log.warn({ pid: worker.process.pid, how: signal ?? code }, "a web server ended; another takes its place");
  setTimeout(() => {
    if (!stopping) cluster.fork();
  }, RESTART_MS);
});
for (let count = 0; count < Number(values.processes); count++) cluster.fork();

function stop(signal: NodeJS.Signals): void {
  stopping = true;
  const workers = Object.values(cluster.workers ?? {});
  if (workers.length === 0) process.exit(0);
  for (const worker of workers) worker?.process.kill(signal);
}
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
exitWithParent(() => stop("SIGTERM"));

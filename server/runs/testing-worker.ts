import { startWorker } from "@/server/worker/process";
import { QUICK, scriptedEngine, type Scripts } from "./testing-engine";

/** For tests: a worker in a process of its own, which can be killed at any moment. What it runs is in PARTS. */

const { scripts, module } = JSON.parse(process.env.PARTS ?? "{}") as {
  scripts: Scripts | null;
  module: { path: string; content: string }[];
};
const files = module.map((file) => ({ path: file.path, content: Buffer.from(file.content) }));

const worker = await startWorker({
  databaseUrl: process.env.DATABASE_URL ?? "",
  timing: QUICK,
  beatMs: 500,
  sweepMs: 500,
  deadAfterSeconds: 3,
  adapt: (engine) => scriptedEngine(engine, scripts && (() => scripts), { files, version: "1.0.0" }),
});
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));

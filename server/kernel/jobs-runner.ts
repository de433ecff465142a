import { EventEmitter } from "node:events";
import { Logger, run, type TaskList, type Worker, type WorkerEvents } from "graphile-worker";
import { Pool } from "pg";
import type { JobName, Jobs } from "./jobs";
import { type Lane, Lanes } from "./lanes";
import { log } from "./log";

/** What a job's handler gets beside its payload. */
export interface JobRun {
  /** From 1. */
  attempt: number;
  jobId: string;
}

/** One handler for each job: a job without one does not compile. */
export type JobHandlers = { [N in JobName]: (payload: Jobs[N], run: JobRun) => Promise<void> };

export interface JobsRunner {
  /** Ids under which this process locks jobs. */
  workerIds(): string[];
  /** Takes no more jobs and waits for those at work. */
  stop(): Promise<void>;
  /** Rejects when a lane, or one worker of it, breaks down, as when the database goes away: then the process is to end. */
  broken: Promise<never>;
}

/**
 * So many connections take jobs and give them back, beside the one that listens. Both are one short statement each, so nobody
 * waits for long; what jobs do themselves has connections of its own.
 */
const SHARED_CONNECTIONS = 8;

/**
 * Takes jobs from the queue of the database at `url`, at least once each; a waiting job starts within milliseconds of its
 * commit. All lanes have one pool of workers: a new job makes every pool ask for one, and most would ask in vain.
 */
export async function runJobs(
  url: string,
  handlers: JobHandlers,
  lanes: readonly Lane<JobName>[],
): Promise<JobsRunner> {
  const workers: Worker[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => workers.push(worker));
  // A worker that cannot give its job back ends, and its pool goes on without it and with the job locked: nobody would ever
  // take that job again while this process says that all its workers live.
  const crippled = new Promise<never>((_, reject) => {
    events.once("worker:fatalError", ({ error }) => reject(error));
  });
  crippled.catch(() => undefined);
  const room = new Lanes<JobName>(lanes);
  let stopping = false;
  const answered = (job: JobName | null) => {
    if (room.answered(job) && !stopping) workers.some((worker) => worker.nudge());
  };
  events.on("job:start", ({ job }) => answered(job.task_identifier as JobName));
  events.on("worker:getJob:empty", () => answered(null));
  events.on("worker:getJob:error", () => answered(null));
  events.on("job:complete", ({ job }) => room.ended(job.task_identifier as JobName));
  const logger = new Logger(() => (level, message) => {
    if (level === "error" || level === "warning") log.warn({ queue: message }, "job queue");
  });
  const pool = new Pool({ connectionString: url, max: 1 + SHARED_CONNECTIONS });
  const names = lanes.flatMap(({ jobs }) => jobs);
  const runner = await run({
    pgPool: pool,
    concurrency: room.workers,
    taskList: Object.fromEntries(names.map((name) => [name, taskOf(name, handlers)])) as TaskList,
    events,
    logger,
    noHandleSignals: true,
    pollInterval: 2000,
    // Every job bears its name as a flag.
    forbiddenFlags: () => room.ask(),
  });
  return {
    workerIds: () => workers.map(({ workerId }) => workerId),
    stop: async () => {
      stopping = true;
      await runner.stop();
      await pool.end();
    },
    broken: Promise.race([crippled, runner.promise.then(() => new Promise<never>(() => undefined))]),
  };
}

const taskOf =
  <N extends JobName>(name: N, handlers: JobHandlers): TaskList[string] =>
  async (payload, { job }) => {
    try {
      await handlers[name](payload as Jobs[N], { attempt: job.attempts, jobId: String(job.id) });
    } catch (error) {
      log.warn(
        { job: name, attempt: job.attempts, err: error instanceof Error ? error.stack : String(error) },
        "a job failed and will be tried again",
      );
      throw error;
    }
  };

import { EventEmitter } from "node:events";
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { Pool } from "pg";
import type { JobName, Jobs } from "./jobs";
import { log } from "./log";

/** What a job's handler gets beside its payload. */
export interface JobRun {
  /** From 1. */
  attempt: number;
  jobId: string;
}

/** One handler for each job: a job without one does not compile. */
export type JobHandlers = { [N in JobName]: (payload: Jobs[N], run: JobRun) => Promise<void> };

/** Jobs that share workers: long ones in a lane of their own leave the short ones room. */
export interface Lane {
  jobs: readonly JobName[];
  concurrency: number;
}

export interface JobsRunner {
  /** Ids under which this process locks jobs. */
  workerIds(): string[];
  /** Takes no more jobs and waits for those at work. */
  stop(): Promise<void>;
  /** Rejects when a lane, or one worker of it, breaks down, as when the database goes away: then the process is to end. */
  broken: Promise<never>;
}

/**
 * So many connections the lanes share beside the one with which each of them listens. Taking a job and giving it back is one
 * short statement each, so no lane keeps another waiting for long; what jobs do themselves has connections of its own.
 */
const SHARED_CONNECTIONS = 8;

/** Takes jobs from the queue of the database at `url`, at least once each; a waiting job starts within milliseconds of its commit. */
export async function runJobs(
  url: string,
  handlers: JobHandlers,
  lanes: readonly Lane[],
): Promise<JobsRunner> {
  const workerIds = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => workerIds.add(worker.workerId));
  // A worker that cannot give its job back ends, and its pool goes on without it and with the job locked: nobody would ever
  // take that job again while this process says that all its workers live.
  const crippled = new Promise<never>((_, reject) => {
    events.once("worker:fatalError", ({ error }) => reject(error));
  });
  crippled.catch(() => undefined);
  const logger = new Logger(() => (level, message) => {
    if (level === "error" || level === "warning") log.warn({ queue: message }, "job queue");
  });
  const pool = new Pool({ connectionString: url, max: lanes.length + SHARED_CONNECTIONS });
  // Each lane listens for what becomes of the pool and of its connections.
  pool.setMaxListeners(0);
  pool.on("connect", (client) => client.setMaxListeners(0));
  const runners: Runner[] = [];
  for (const lane of lanes) {
    const taskList = Object.fromEntries(lane.jobs.map((name) => [name, taskOf(name, handlers)])) as TaskList;
    runners.push(
      await run({
        pgPool: pool,
        concurrency: lane.concurrency,
        taskList,
        events,
        logger,
        noHandleSignals: true,
        pollInterval: 2000,
      }),
    );
  }
  return {
    workerIds: () => [...workerIds],
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
      await pool.end();
    },
    broken: Promise.race([
      crippled,
      Promise.all(runners.map((runner) => runner.promise)).then(() => new Promise<never>(() => undefined)),
    ]),
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

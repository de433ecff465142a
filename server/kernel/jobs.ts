import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { Unavailable } from "./errors";

/** Every job with its payload: identifiers only, never data that a reader of the queue should not see. */
export interface Jobs {
  "kernel.deliver": { eventIds: number[] };
  "runs.advance": { runId: string };
  "runs.speculate": { planId: string };
  "runs.void": { runId: string };
  "actions.upgrade": { upgradeId: string };
  "runs.takeDelivery": { backend: string; deliveryId: string };
  "runs.takeDeliveries": Record<string, never>;
  "approvals.expire": { requestId: string };
  "automations.fire": { firingIds: string[] };
  "approvals.remind": { requestId: string };
  "approvals.escalate": { requestId: string };
  "approvals.refreshSlack": { runId: string };
  "approvals.slackPress": { pressId: string };
  "notifications.deliver": { noticeId: string };
  "cost.readBill": { importId: string };
  "cost.allocate": Record<string, never>;
  "surveys.send": { waveId: string };
  "demo.load": Record<string, never>;
  "demo.remove": Record<string, never>;
  "catalog.migrate": { migrationId: string };
  "insights.backfill": { backfillId: string };
  "catalog.sendChange": { entityId: string; revision: number; origin: string };
}
export type JobName = keyof Jobs;

interface JobOptions {
  key?: string;
  runAt?: Date;
  queue?: string;
  maxAttempts?: number;
}

/**
 * A row of a job, with its `id`, that is added where a statement selects from it. The id is null in the rare case in which
 * another took the job that waited under the key at that moment: then none was added, and it is to be tried again.
 */
export const addJob = <N extends JobName>(name: N, payload: Jobs[N], options: JobOptions = {}): SQL => sql`
  graphile_worker.add_job(
    ${name}, payload := ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null}::text,
    run_at := ${options.runAt?.toISOString() ?? null}::timestamptz, max_attempts := ${options.maxAttempts ?? 25},
    job_key := ${options.key ?? null}::text, flags := array[${name}::text])`;

/** How often a job is added again that another worker took from the queue at that very moment. */
const TRIES = 100;

/**
 * Adds a job in the open transaction; it runs after the commit, at least once.
 * It bears its name as a flag, by which workers leave it where its lane is full.
 * `key` makes it unique among waiting jobs; `runAt` delays it; `queue` makes jobs of one name serial.
 */
export async function enqueue<N extends JobName>(
  ctx: { db: Executor },
  name: N,
  payload: Jobs[N],
  options: JobOptions = {},
): Promise<void> {
  // The queue replaces the job that waits under the key, or adds one beside that which is at work. One that waited when it
  // looked, and is at work when it writes, it leaves as it is and adds none, although what that one has read by now need not be
  // what this transaction is about to change. Looking again, it finds that one at work.
  for (let left = TRIES; left > 0; left--) {
    const [row] = await ctx.db.execute<{ id: string | null }>(
      sql`select id from ${addJob(name, payload, options)}`,
    );
    if (row?.id) return;
  }
  throw new Unavailable(`The job ${name} could not be added: others took it from the queue ${TRIES} times.`);
}

import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** Every job with its payload: identifiers only, never data that a reader of the queue should not see. */
export interface Jobs {
  "kernel.deliver": { eventIds: number[] };
  "runs.advance": { runId: string };
  "runs.speculate": { planId: string };
  "runs.void": { runId: string };
  "actions.upgrade": { upgradeId: string };
  "runs.takeDelivery": { backend: string; deliveryId: string };
  "approvals.expire": { requestId: string };
  "automations.fire": { firingIds: string[] };
  "approvals.remind": { requestId: string };
  "approvals.escalate": { requestId: string };
  "approvals.refreshSlack": { runId: string };
  "approvals.slackPress": { pressId: string };
  "notifications.deliver": { noticeId: string };
  "catalog.migrate": { migrationId: string };
  "catalog.sendChange": { entityId: string; revision: number; origin: string };
}
export type JobName = keyof Jobs;

/**
 * Adds a job in the open transaction; it runs after the commit, at least once.
 * `key` makes it unique among waiting jobs; `runAt` delays it; `queue` makes jobs of one name serial.
 */
export async function enqueue<N extends JobName>(
  ctx: { db: Executor },
  name: N,
  payload: Jobs[N],
  options: { key?: string; runAt?: Date; queue?: string; maxAttempts?: number } = {},
): Promise<void> {
  await ctx.db.execute(sql`
    select graphile_worker.add_job(
      ${name}, payload := ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null}::text,
      run_at := ${options.runAt?.toISOString() ?? null}::timestamptz, max_attempts := ${options.maxAttempts ?? 25},
      job_key := ${options.key ?? null}::text)`);
}

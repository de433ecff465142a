import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { workerHeartbeats } from "@/db/schema/kernel";
import { now } from "./clock";

/** A worker that has not beaten for this long is dead, in seconds. */
export const DEAD_AFTER_SECONDS = 15;
/** A machine without a living worker for this long is not waited for any more, in seconds. */
export const HOST_GONE_SECONDS = 45;

/**
 * Names the machine whose disk holds the executions: a random id kept beside them, so that a container that is restarted
 * under another name is the same machine while its data folder is the same.
 */
export function hostId(dataDir: string): string {
  const file = path.join(dataDir, "executions", ".host");
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    fs.writeFileSync(file, `${os.hostname()}:${randomUUID()}`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return fs.readFileSync(file, "utf8").trim();
}

/** Says that a process lives, under every id by which it holds something; in one statement, so that none is late for another. */
export async function beat(
  db: Executor,
  workerIds: readonly string[],
  process: { host: string; pid: number },
): Promise<void> {
  await db
    .insert(workerHeartbeats)
    .values(workerIds.map((workerId) => ({ workerId, ...process })))
    .onConflictDoUpdate({ target: workerHeartbeats.workerId, set: { seenAt: now } });
}

/** Ends a worker's beat, when it stops in order. */
export async function stopBeating(db: Executor, workerIds: string[]): Promise<void> {
  await db.delete(workerHeartbeats).where(inArray(workerHeartbeats.workerId, workerIds));
}

/** Whether a machine has had a living worker in the last `HOST_GONE_SECONDS`. */
export async function hostAlive(db: Executor, host: string): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from worker_heartbeats
    where host = ${host} and seen_at > now() - make_interval(secs => ${HOST_GONE_SECONDS}) limit 1`);
  return rows.length > 0;
}

/** Workers that stopped beating. Their rows are kept for an hour, since they also say when their machine was last seen. */
export async function deadWorkers(db: Executor, seconds = DEAD_AFTER_SECONDS): Promise<string[]> {
  await db.execute(sql`delete from worker_heartbeats where seen_at < now() - interval '1 hour'`);
  const rows = await db.execute<{ worker_id: string }>(sql`
    select worker_id from worker_heartbeats where seen_at < now() - make_interval(secs => ${seconds})`);
  return rows.map((r) => r.worker_id);
}

/** Ids under which jobs are locked by workers that are dead, or that never beat at all. */
export async function deadJobLocks(db: Executor, seconds = DEAD_AFTER_SECONDS): Promise<string[]> {
  const rows = await db.execute<{ locked_by: string }>(sql`
    select distinct j.locked_by from graphile_worker.jobs j left join worker_heartbeats h on h.worker_id = j.locked_by
    where j.locked_by is not null and coalesce(h.seen_at, j.locked_at) < now() - make_interval(secs => ${seconds})`);
  return rows.map((r) => r.locked_by);
}

/** Makes the jobs of dead workers, and the queues that those held, free again. */
export async function unlockJobs(db: Executor, workerIds: string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await db.execute(
    sql`select graphile_worker.force_unlock_workers(array[${sql.join(
      workerIds.map((w) => sql`${w}`),
      sql`, `,
    )}]::text[])`,
  );
}

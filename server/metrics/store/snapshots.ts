import { createHash } from "node:crypto";
import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { metricSnapshots } from "@/db/schema/metrics";
import { now } from "@/server/kernel/clock";
import type { MetricResult } from "../core/result";
import type { Ask, MetricDefinition } from "../definition";
import { scoped } from "./windows";

export type SnapshotRow = typeof metricSnapshots.$inferSelect;
export type NewSnapshot = typeof metricSnapshots.$inferInsert;

/** True for the one who may freeze and check now, until the transaction ends; others find nothing to do. */
export async function takeTurn(db: Executor): Promise<boolean> {
  const [row] = await db.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('metrics.snapshots')) as mine`,
  );
  return row?.mine === true;
}

/** True once anything was told: before that there is nothing to keep, and all that is filled in later would be a restatement. */
export async function anythingTold(db: Executor): Promise<boolean> {
  const tables = ["deployments", "changes", "incidents", "tickets", "findings", "probes"];
  const any = tables.map((t) => sql`exists (select from ${sql.identifier(`insight_${t}`)})`);
  const [row] = await db.execute<{ told: boolean }>(sql`select ${sql.join(any, sql` or `)} as told`);
  return row?.told === true;
}

/** What has a snapshot of a date already, as "metric scope id". */
export async function frozenOn(db: Executor, takenOn: string): Promise<Set<string>> {
  const rows = await db
    .select({ metric: metricSnapshots.metric, scope: metricSnapshots.scope, id: metricSnapshots.scopeId })
    .from(metricSnapshots)
    .where(eq(metricSnapshots.takenOn, takenOn));
  return new Set(rows.map((row) => `${row.metric} ${row.scope} ${row.id}`));
}

/** Adds a snapshot; one that is there stays as it is. */
export async function insertSnapshot(db: Executor, snapshot: NewSnapshot): Promise<void> {
  await db.insert(metricSnapshots).values(snapshot).onConflictDoNothing();
}

/** Teams that figures are kept of. */
export async function teamsToFreeze(db: Executor): Promise<string[]> {
  const rows = await db.execute<{ team: string }>(
    sql`select team from insight_teams union select team from insight_service_owners order by team`,
  );
  return rows.map((row) => row.team);
}

/** The snapshots that were longest not looked at, of those of the last weeks, and not looked at for hours. */
export async function leastChecked(db: Executor, limit: number): Promise<SnapshotRow[]> {
  return db
    .select()
    .from(metricSnapshots)
    .where(
      and(
        lt(metricSnapshots.checkedAt, sql`now() - interval '6 hours'`),
        sql`${metricSnapshots.windowTo} > now() - interval '26 weeks'`,
      ),
    )
    .orderBy(asc(metricSnapshots.checkedAt), asc(metricSnapshots.id))
    .limit(limit);
}

/** Notes what a snapshot's period amounts to now; null: the same as when it was taken. */
export async function noteRestatement(
  db: Executor,
  id: number,
  found: { result: MetricResult; inputs: number; hash: string } | null,
): Promise<void> {
  await db
    .update(metricSnapshots)
    .set({
      checkedAt: now,
      restatedAt: found ? sql`coalesce(${metricSnapshots.restatedAt}, now())` : null,
      restatedResult: found?.result ?? null,
      restatedInputs: found?.inputs ?? null,
      restatedHash: found?.hash ?? null,
    })
    .where(eq(metricSnapshots.id, id));
}

/** The snapshots of a metric and scope, the latest first. */
export async function listSnapshots(
  db: Executor,
  of: { metric: string; scope: "organisation" | "team"; scopeId: string; limit: number },
): Promise<SnapshotRow[]> {
  return db
    .select()
    .from(metricSnapshots)
    .where(
      and(
        eq(metricSnapshots.metric, of.metric),
        eq(metricSnapshots.scope, of.scope),
        eq(metricSnapshots.scopeId, of.scopeId),
      ),
    )
    .orderBy(desc(metricSnapshots.takenOn))
    .limit(of.limit);
}

/** How many events a figure stands on, and a hash that is the same for the same events in any order. */
export async function inputsOf(
  db: Executor,
  metric: MetricDefinition,
  ask: Ask,
  result: MetricResult,
): Promise<{ inputs: number; hash: string }> {
  const sealed = (parts: unknown[]) => createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  if (!metric.facts) return { inputs: result.n, hash: sealed([result]) };
  const [row] = await db.execute<{ n: number; sum: string }>(sql`
    select count(*)::int as n, coalesce(sum(hashtextextended(
      jsonb_build_array(f.id, extract(epoch from f.at), f.team, f.service, f.hit, f.value)::text, 0)::numeric), 0)::text as sum
    from (${scoped(metric.facts(ask), ask)}) f`);
  return { inputs: row!.n, hash: sealed([row!.n, row!.sum, result]) };
}

import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { automationFirings } from "@/db/schema/automations";
import { now } from "@/server/kernel/clock";
import { type FiringOutcome, type FiringSource, RATE_MINUTES } from "./schema";

export type FiringRow = typeof automationFirings.$inferSelect;

/** An event that an automation listens to. */
export interface NewFiring {
  actionId: string;
  automation: string;
  /** Names the event: the same in every delivery. */
  eventKey: string;
  event: string;
  source: FiringSource;
  blueprint: string | null;
  subject: string | null;
  /** The run that brought the event about. */
  causedBy: string | null;
}

/** Notes events, each once for an automation. Out: the ids of those that were not known. */
export async function insertFirings(tx: Transaction, firings: readonly NewFiring[]): Promise<string[]> {
  if (firings.length === 0) return [];
  const made = await tx.execute<{ id: string }>(sql`
    insert into automation_firings (action_id, automation, event_key, event, source, blueprint, subject, depth)
    select f."actionId", f.automation, f."eventKey", f.event, f.source, f.blueprint, f.subject,
      coalesce((select max(c.depth) + 1 from automation_firings c where c.run_id = f."causedBy"), 1)
    from jsonb_to_recordset(${JSON.stringify(firings)}::jsonb) as f("actionId" uuid, automation text, "eventKey" text,
      event text, source jsonb, blueprint text, subject text, "causedBy" text)
    on conflict on constraint automation_firings_once_key do nothing
    returning id`);
  return made.map((row) => row.id);
}

export async function findFiring(db: Executor, id: string): Promise<FiringRow | null> {
  const [row] = await db.select().from(automationFirings).where(eq(automationFirings.id, id));
  return row ?? null;
}

/** Keeps others from deciding on an event until the transaction ends. Out: false when it has been decided on. */
export async function holdFiring(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: automationFirings.id })
    .from(automationFirings)
    .where(and(eq(automationFirings.id, id), eq(automationFirings.outcome, "waiting")))
    .for("update");
  return rows.length === 1;
}

/** Decides on an event that waits. Out: false when that has been done. */
export async function settleFiring(
  tx: Transaction,
  id: string,
  set: { outcome: Exclude<FiringOutcome, "waiting">; reason?: string | null; runId?: string | null },
): Promise<boolean> {
  const rows = await tx
    .update(automationFirings)
    .set({ ...set, decidedAt: now })
    .where(and(eq(automationFirings.id, id), eq(automationFirings.outcome, "waiting")))
    .returning({ id: automationFirings.id });
  return rows.length === 1;
}

/** How often an automation ran for a subject lately. Others that ask the same wait until the transaction ends. */
export async function recentlyFired(tx: Transaction, firing: FiringRow): Promise<number> {
  const { actionId, blueprint, subject } = firing;
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${actionId} ${blueprint ?? ""} ${subject ?? ""}`}, 0))`,
  );
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from automation_firings
    where action_id = ${actionId}::uuid and subject is not distinct from ${subject}::text
      and blueprint is not distinct from ${blueprint}::text and outcome = 'fired'
      and at > now() - make_interval(mins => ${RATE_MINUTES})`);
  return row?.n ?? 0;
}

/** Firings, the newest first; one more than `limit` when there are more. */
export async function listFirings(
  db: Executor,
  filter: { automation?: string; outcome?: readonly FiringOutcome[]; cursor?: string; limit: number },
): Promise<FiringRow[]> {
  const { automation, outcome, cursor, limit } = filter;
  return db
    .select()
    .from(automationFirings)
    .where(
      and(
        automation === undefined ? undefined : eq(automationFirings.actionId, automation),
        outcome?.length ? inArray(automationFirings.outcome, [...outcome]) : undefined,
        cursor === undefined
          ? undefined
          : sql`(${automationFirings.at}, ${automationFirings.id}) < (select at, id from automation_firings where id = ${cursor}::uuid)`,
      ),
    )
    .orderBy(desc(automationFirings.at), desc(automationFirings.id))
    .limit(limit + 1);
}

export interface Counted extends Record<string, unknown> {
  actionId: string;
  fired: number;
  failed: number;
  lastFiredAt: Date | null;
}

/** How often each automation ran in the last seven days, and when it did last. */
export async function countFirings(db: Executor): Promise<Counted[]> {
  return db
    .select({
      actionId: automationFirings.actionId,
      fired: sql<number>`count(*) filter (where outcome = 'fired' and at > now() - interval '7 days')::int`,
      failed: sql<number>`count(*) filter (where outcome in ('failed', 'refused') and at > now() - interval '7 days')::int`,
      lastFiredAt: sql<Date | null>`max(at) filter (where outcome = 'fired')`.mapWith(automationFirings.at),
    })
    .from(automationFirings)
    .groupBy(automationFirings.actionId);
}

/** The database's clock, by which slots are due. */
export async function databaseTime(db: Executor): Promise<Date> {
  const [row] = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from now()) * 1000)::float8 as ms`,
  );
  return new Date(row!.ms);
}

/** Forgets the events that set nothing off, after a month. */
export async function forgetFirings(db: Executor): Promise<void> {
  await db
    .delete(automationFirings)
    .where(
      and(
        eq(automationFirings.outcome, "not_fired"),
        lt(automationFirings.at, sql`now() - interval '30 days'`),
      ),
    );
}

import { and, count, desc, eq, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { speculativePlans } from "@/db/schema/speculative";
import { workspaces } from "@/db/schema/workspaces";
import { inSeconds, now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";

export type SpeculativeRow = typeof speculativePlans.$inferSelect;

const LIVE = ["requested", "running"] as const;
const live = inArray(speculativePlans.status, [...LIVE]);
const free = or(isNull(speculativePlans.leaseUntil), lt(speculativePlans.leaseUntil, now));

/** Null: the workspace has a check for drift under way. */
export async function insertPlan(
  tx: TransactionContext,
  values: typeof speculativePlans.$inferInsert,
): Promise<SpeculativeRow | null> {
  const [row] = await tx.db.insert(speculativePlans).values(values).onConflictDoNothing().returning();
  return row ?? null;
}

export async function findPlan(db: Executor, id: string): Promise<SpeculativeRow | null> {
  const [row] = await db.select().from(speculativePlans).where(eq(speculativePlans.id, id));
  return row ?? null;
}

/** How many plans somebody has under way. Counts of one person follow one another: their rows are locked by a key of theirs. */
export async function livePlansOf(tx: TransactionContext, requesterId: string): Promise<number> {
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`plans:${requesterId}`}, 0))`);
  const [row] = await tx.db
    .select({ n: count() })
    .from(speculativePlans)
    .where(and(eq(speculativePlans.requesterId, requesterId), eq(speculativePlans.kind, "preview"), live));
  return row?.n ?? 0;
}

/** Makes `owner` the one who works on the plan, on its machine. Null: another does, or there is nothing to do. */
export async function claimPlan(
  db: Executor,
  id: string,
  by: { owner: string; host: string; seconds: number },
): Promise<SpeculativeRow | null> {
  const [row] = await db
    .update(speculativePlans)
    .set({ leaseOwner: by.owner, leaseUntil: inSeconds(by.seconds), status: "running", host: by.host })
    .where(
      and(
        eq(speculativePlans.id, id),
        live,
        free,
        or(isNull(speculativePlans.host), eq(speculativePlans.host, by.host)),
      ),
    )
    .returning();
  return row ?? null;
}

export async function renewPlan(db: Executor, id: string, owner: string, seconds: number): Promise<boolean> {
  const rows = await db
    .update(speculativePlans)
    .set({ leaseUntil: inSeconds(seconds) })
    .where(and(eq(speculativePlans.id, id), eq(speculativePlans.leaseOwner, owner), live))
    .returning({ id: speculativePlans.id });
  return rows.length === 1;
}

export async function releasePlan(db: Executor, id: string, owner: string): Promise<void> {
  await db
    .update(speculativePlans)
    .set({ leaseOwner: null, leaseUntil: null })
    .where(and(eq(speculativePlans.id, id), eq(speculativePlans.leaseOwner, owner)));
}

type Facts = Partial<Pick<SpeculativeRow, "module" | "variableSources" | "stateSerial">>;

export async function setPlanFacts(
  db: Executor,
  id: string,
  owner: string | null,
  facts: Facts,
): Promise<boolean> {
  const rows = await db
    .update(speculativePlans)
    .set(facts)
    .where(and(eq(speculativePlans.id, id), sql`${speculativePlans.leaseOwner} = ${owner}`, live))
    .returning({ id: speculativePlans.id });
  return rows.length === 1;
}

/** Ends a plan, and forgets what it was asked with. Null: it had ended, or is another's. */
export async function endPlan(
  tx: TransactionContext,
  id: string,
  owner: string | null,
  end: { status: "succeeded" | "failed" | "cancelled" } & Partial<Pick<SpeculativeRow, "plan" | "failure">>,
): Promise<SpeculativeRow | null> {
  const [row] = await tx.db
    .update(speculativePlans)
    .set({ ...end, sealed: null, leaseOwner: null, leaseUntil: null, endedAt: now })
    .where(
      and(
        eq(speculativePlans.id, id),
        live,
        owner === null ? undefined : eq(speculativePlans.leaseOwner, owner),
      ),
    )
    .returning();
  return row ?? null;
}

/** Asks for the end of a plan. Null: it has ended. */
export async function requestPlanCancel(tx: TransactionContext, id: string): Promise<SpeculativeRow | null> {
  const [row] = await tx.db
    .update(speculativePlans)
    .set({ cancelRequestedAt: now })
    .where(and(eq(speculativePlans.id, id), live))
    .returning();
  return row ?? null;
}

export async function planCancelRequested(db: Executor, id: string): Promise<boolean> {
  const [row] = await db
    .select({ at: speculativePlans.cancelRequestedAt })
    .from(speculativePlans)
    .where(eq(speculativePlans.id, id));
  return row?.at !== null;
}

/** Plans that nobody works on and for which no job waits: what a crash left behind. */
export async function abandonedPlans(db: Executor): Promise<{ id: string; host: string | null }[]> {
  return db
    .select({ id: speculativePlans.id, host: speculativePlans.host })
    .from(speculativePlans)
    .where(
      and(
        live,
        free,
        sql`not exists (select 1 from graphile_worker.jobs j where j.key = 'plan:' || ${speculativePlans.id} and j.attempts < j.max_attempts)`,
      ),
    )
    .limit(100);
}

/** Ended plans whose files may still be on this machine. */
export async function uncleanedPlans(db: Executor, host: string): Promise<string[]> {
  const rows = await db
    .select({ id: speculativePlans.id })
    .from(speculativePlans)
    .where(and(eq(speculativePlans.host, host), isNotNull(speculativePlans.endedAt)))
    .limit(100);
  return rows.map((row) => row.id);
}

export async function markPlanCleaned(db: Executor, id: string): Promise<void> {
  await db.update(speculativePlans).set({ host: null }).where(eq(speculativePlans.id, id));
}

/** Removes previews that are a day old, and checks that are a month old and not the one that a workspace shows. */
export async function sweepPlans(db: Executor): Promise<void> {
  await db
    .delete(speculativePlans)
    .where(
      and(
        isNotNull(speculativePlans.endedAt),
        isNull(speculativePlans.host),
        or(
          and(
            eq(speculativePlans.kind, "preview"),
            lt(speculativePlans.endedAt, sql`now() - interval '1 day'`),
          ),
          and(
            eq(speculativePlans.kind, "drift"),
            lt(speculativePlans.endedAt, sql`now() - interval '30 days'`),
            sql`not exists (select 1 from ${workspaces} where ${workspaces.driftPlanId} = ${speculativePlans.id})`,
          ),
        ),
      ),
    );
}

/** The checks of a workspace, the newest first. */
export async function checksOf(db: Executor, workspaceId: string, limit: number): Promise<SpeculativeRow[]> {
  return db
    .select()
    .from(speculativePlans)
    .where(and(eq(speculativePlans.workspaceId, workspaceId), eq(speculativePlans.kind, "drift")))
    .orderBy(desc(speculativePlans.createdAt))
    .limit(limit);
}

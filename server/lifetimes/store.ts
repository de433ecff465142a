import { and, asc, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Executor } from "@/db/client";
import { lifetimeEvents, lifetimes } from "@/db/schema/lifetimes";
import { now } from "@/server/kernel/clock";
import { actorId, actorName } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { LifetimeEventType, LifetimeFilter } from "./schema";

export type LifetimeRow = typeof lifetimes.$inferSelect;
export type LifetimeEventRow = typeof lifetimeEvents.$inferSelect;

const of = (blueprint: string, entity: string) =>
  and(eq(lifetimes.blueprint, blueprint), eq(lifetimes.entity, entity));

/** Null when the run has begun one already. */
export async function insertLifetime(
  tx: TransactionContext,
  row: typeof lifetimes.$inferInsert,
): Promise<LifetimeRow | null> {
  const [made] = await tx.db
    .insert(lifetimes)
    .values(row)
    .onConflictDoNothing({ target: lifetimes.runId })
    .returning();
  return made ?? null;
}

/** The one that is not over. */
export async function liveLifetime(
  db: Executor,
  blueprint: string,
  entity: string,
): Promise<LifetimeRow | null> {
  const [row] = await db
    .select()
    .from(lifetimes)
    .where(and(of(blueprint, entity), isNull(lifetimes.endedAt)));
  return row ?? null;
}

/** The same, held against other writers until the transaction ends, with the time of the database. */
export async function lockLive(
  tx: TransactionContext,
  blueprint: string,
  entity: string,
): Promise<LifetimeRow | null> {
  const [row] = await tx.db
    .select()
    .from(lifetimes)
    .where(and(of(blueprint, entity), isNull(lifetimes.endedAt)))
    .for("update");
  return row ?? null;
}

/** The lifetime whose turn has come, held; null when another process has it, or there is nothing to do any more. */
export async function lockDue(tx: TransactionContext, id: string): Promise<LifetimeRow | null> {
  const [row] = await tx.db
    .select()
    .from(lifetimes)
    .where(and(eq(lifetimes.id, id), isNull(lifetimes.endedAt), sql`${lifetimes.nextAt} <= now()`))
    .for("update", { skipLocked: true });
  return row ?? null;
}

/** Those for which there is something to do, the longest overdue first. */
export function dueLifetimes(db: Executor, limit: number): Promise<LifetimeRow[]> {
  return db
    .select()
    .from(lifetimes)
    .where(and(isNull(lifetimes.endedAt), sql`${lifetimes.nextAt} <= now()`))
    .orderBy(asc(lifetimes.nextAt))
    .limit(limit);
}

export async function lockDestroyedBy(tx: TransactionContext, runId: string): Promise<LifetimeRow | null> {
  const [row] = await tx.db
    .select()
    .from(lifetimes)
    .where(and(eq(lifetimes.destroyRunId, runId), isNull(lifetimes.endedAt)))
    .for("update");
  return row ?? null;
}

/** What waited for a run to be over is looked at again at once. */
export async function hurryDeferred(
  tx: TransactionContext,
  blueprint: string,
  entity: string,
): Promise<void> {
  await tx.db
    .update(lifetimes)
    .set({ nextAt: now })
    .where(
      and(
        of(blueprint, entity),
        isNull(lifetimes.endedAt),
        isNull(lifetimes.destroyRunId),
        isNotNull(lifetimes.nextAt),
        eq(lifetimes.attempts, 0),
        sql`${lifetimes.expiresAt} <= now()`,
      ),
    );
}

export async function updateLifetime(
  tx: TransactionContext,
  id: string,
  set: PgUpdateSetSource<typeof lifetimes>,
): Promise<LifetimeRow> {
  const [row] = await tx.db
    .update(lifetimes)
    .set({ ...set, updatedAt: now })
    .where(eq(lifetimes.id, id))
    .returning();
  if (!row) throw new Error(`The lifetime ${id} is gone.`);
  return row;
}

export async function appendLifetimeEvent(
  tx: TransactionContext,
  lifetimeId: string,
  type: LifetimeEventType,
  data: Partial<Pick<LifetimeEventRow, "reason" | "before" | "after" | "runId">> = {},
): Promise<void> {
  await tx.db.insert(lifetimeEvents).values({
    lifetimeId,
    type,
    actorId: actorId(tx.actor),
    actorName: actorName(tx.actor),
    at: sql`clock_timestamp()`,
    ...data,
  });
}

export function eventsOf(db: Executor, lifetimeId: string): Promise<LifetimeEventRow[]> {
  return db
    .select()
    .from(lifetimeEvents)
    .where(eq(lifetimeEvents.lifetimeId, lifetimeId))
    .orderBy(asc(lifetimeEvents.at))
    .limit(200);
}

/** The newest of an entity, over or not. */
export async function newestOf(db: Executor, blueprint: string, entity: string): Promise<LifetimeRow | null> {
  const [row] = await db
    .select()
    .from(lifetimes)
    .where(of(blueprint, entity))
    .orderBy(sql`${lifetimes.endedAt} is null desc`, desc(lifetimes.beganAt))
    .limit(1);
  return row ?? null;
}

export interface Reader {
  id: string;
  teams: string[];
}

/** A page of lifetimes, those that end first at the top; those that are over, the newest first. */
export function listLifetimes(
  db: Executor,
  { scope, status, limit, offset }: LifetimeFilter,
  reader: Reader,
): Promise<LifetimeRow[]> {
  const ours = reader.teams.length ? inArray(lifetimes.team, reader.teams) : sql`false`;
  const whose: SQL | undefined =
    scope === "mine"
      ? eq(lifetimes.ownerId, reader.id)
      : scope === "team"
        ? or(ours, eq(lifetimes.ownerId, reader.id))
        : undefined;
  const standing =
    status === "ended"
      ? isNotNull(lifetimes.endedAt)
      : and(isNull(lifetimes.endedAt), status === "failed" ? eq(lifetimes.status, "failed") : undefined);
  return db
    .select()
    .from(lifetimes)
    .where(and(whose, standing))
    .orderBy(
      ...(status === "ended" ? [desc(lifetimes.endedAt)] : [sql`${lifetimes.expiresAt} asc nulls last`]),
      asc(lifetimes.id),
    )
    .limit(limit)
    .offset(offset);
}

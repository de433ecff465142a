import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { inboundDeliveries, inboundHooks } from "@/db/schema/inbound";
import { now } from "@/server/kernel/clock";
import type { InboundMessage } from "./core/inbound/message";

export type HookRow = typeof inboundHooks.$inferSelect;
export type DeliveryRow = typeof inboundDeliveries.$inferSelect;

export const allHooks = (db: Executor): Promise<HookRow[]> => db.select().from(inboundHooks);

/** The hook with whether its earlier secret still counts, and the database's time in seconds. */
export async function openHook(
  db: Executor,
  backend: string,
): Promise<{ hook: HookRow; previousCounts: boolean; seconds: number } | null> {
  const [row] = await db
    .select({
      hook: inboundHooks,
      previousCounts: sql<boolean>`coalesce(${inboundHooks.previousUntil} > now(), false)`,
      seconds: sql<number>`extract(epoch from now())::float8`.mapWith(Number),
    })
    .from(inboundHooks)
    .where(eq(inboundHooks.backend, backend));
  return row ?? null;
}

/** Puts a secret in the place of the one before, which counts for so many hours more. */
export async function saveHook(
  tx: Transaction,
  hook: { backend: string; sealed: Buffer; updatedBy: string; overlapHours: number },
): Promise<void> {
  const { backend, sealed, updatedBy, overlapHours } = hook;
  await tx
    .insert(inboundHooks)
    .values({ backend, sealed, updatedBy })
    .onConflictDoUpdate({
      target: inboundHooks.backend,
      set: {
        sealed,
        updatedBy,
        updatedAt: now,
        previousSealed: sql`${inboundHooks.sealed}`,
        previousUntil: sql`now() + make_interval(hours => ${overlapHours}::int)`,
      },
    });
}

/** Out: whether there was one. */
export async function removeHook(tx: Transaction, backend: string): Promise<boolean> {
  const rows = await tx
    .delete(inboundHooks)
    .where(eq(inboundHooks.backend, backend))
    .returning({ backend: inboundHooks.backend });
  return rows.length === 1;
}

/**
 * Takes a delivery in, and adds the job that deals with it, in one statement: what waits for the row of that job waits for no
 * way between portal and database. Out: duplicate when it was taken before; lost when the job has to be added anew.
 */
export async function insertDelivery(
  db: Executor,
  delivery: { backend: string; deliveryId: string; message: InboundMessage },
  job: SQL,
): Promise<"taken" | "duplicate" | "lost"> {
  const { backend, deliveryId, message } = delivery;
  const [row] = await db.execute<{ job: string | null }>(sql`
    with taken as (
      insert into inbound_deliveries (backend, delivery_id, message)
      values (${backend}, ${deliveryId}, ${JSON.stringify(message)}::jsonb)
      on conflict do nothing returning backend
    )
    select j.id as job from taken cross join lateral (select id from ${job}) j`);
  if (!row) return "duplicate";
  return row.job === null ? "lost" : "taken";
}

/** Deliveries that nobody has looked at, the oldest first. */
export const newDeliveries = (db: Executor, limit: number): Promise<DeliveryRow[]> =>
  db
    .select()
    .from(inboundDeliveries)
    .where(sql`status = 'waiting' and attempts = 0`)
    .orderBy(inboundDeliveries.receivedAt)
    .limit(limit);

/** Whether one has been waiting for so long that its job must have been lost. */
export async function someForgotten(db: Executor): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from inbound_deliveries
    where status = 'waiting' and attempts = 0 and received_at < now() - interval '10 seconds' limit 1`);
  return rows.length > 0;
}

/** Of no run: in one statement. One that was dealt with meanwhile stays as it is. */
export async function leaveUnmatched(
  db: Executor,
  deliveries: readonly Pick<DeliveryRow, "backend" | "deliveryId">[],
): Promise<void> {
  if (!deliveries.length) return;
  const named = JSON.stringify(deliveries.map(({ backend, deliveryId }) => ({ backend, id: deliveryId })));
  await db.execute(sql`
    update inbound_deliveries d set status = 'unmatched', attempts = attempts + 1, settled_at = now()
    from jsonb_to_recordset(${named}::jsonb) as n(backend text, id text)
    where d.backend = n.backend and d.delivery_id = n.id and d.status = 'waiting' and d.attempts = 0`);
}

const named = (backend: string, deliveryId: string) =>
  and(eq(inboundDeliveries.backend, backend), eq(inboundDeliveries.deliveryId, deliveryId));

export async function findDelivery(
  db: Executor,
  backend: string,
  deliveryId: string,
): Promise<DeliveryRow | null> {
  const [row] = await db.select().from(inboundDeliveries).where(named(backend, deliveryId));
  return row ?? null;
}

export async function settleDelivery(
  db: Executor,
  { backend, deliveryId }: Pick<DeliveryRow, "backend" | "deliveryId">,
  status: DeliveryRow["status"],
): Promise<void> {
  await db
    .update(inboundDeliveries)
    .set({
      status,
      attempts: sql`${inboundDeliveries.attempts} + 1`,
      settledAt: status === "waiting" ? null : now,
    })
    .where(named(backend, deliveryId));
}

/** Deliveries are kept for a week, so that one that is sent again within it has no second effect. */
export async function forgetDeliveries(db: Executor): Promise<void> {
  await db.delete(inboundDeliveries).where(sql`${inboundDeliveries.receivedAt} < now() - interval '7 days'`);
}

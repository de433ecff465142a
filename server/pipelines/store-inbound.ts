import { and, eq, sql } from "drizzle-orm";
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

/** False: this delivery was taken before. */
export async function insertDelivery(
  tx: Transaction,
  delivery: { backend: string; deliveryId: string; message: InboundMessage },
): Promise<boolean> {
  const rows = await tx
    .insert(inboundDeliveries)
    .values(delivery)
    .onConflictDoNothing()
    .returning({ backend: inboundDeliveries.backend });
  return rows.length === 1;
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

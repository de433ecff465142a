import { and, eq, isNull, sql } from "drizzle-orm";
import { outbox } from "@/db/schema/kernel";
import type { Context } from "./context";
import type { Events, EventType } from "./events";
import { enqueue } from "./jobs";
import { now } from "./clock";
import { transaction, type TransactionContext } from "./transaction";

/** Who reacts to what. Every event is listed, so that one which nobody hears is seen to be so. */
export type Subscriptions = {
  [T in EventType]: readonly ((tx: TransactionContext, payload: Events[T]) => Promise<void>)[];
};

/**
 * Delivers one event to its subscriptions, all in one transaction with the mark that it was delivered: what they write is
 * written exactly once, however often this is called. Out: false when it had been delivered, or is being.
 */
export async function deliverEvent(
  ctx: Context,
  eventId: number,
  subscriptions: Subscriptions,
): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const [event] = await tx.db
      .select()
      .from(outbox)
      .where(and(eq(outbox.id, eventId), isNull(outbox.deliveredAt)))
      .for("update", { skipLocked: true });
    if (!event) return false;
    const type = event.type as EventType;
    for (const react of subscriptions[type] ?? [])
      await (react as (tx: TransactionContext, payload: unknown) => Promise<void>)(tx, event.payload);
    await tx.db.update(outbox).set({ deliveredAt: now }).where(eq(outbox.id, eventId));
    return true;
  });
}

/** Gives events a job again that lost theirs; and forgets those delivered more than a week ago. */
export async function sweepOutbox(ctx: Context): Promise<number> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select o.id::int from outbox o
    where o.delivered_at is null and o.created_at < now() - interval '10 seconds'
      and not exists (select 1 from graphile_worker.jobs j where j.key = 'event:' || o.id and j.attempts < j.max_attempts)
    order by o.id limit 100`);
  for (const { id } of rows) await enqueue(ctx, "kernel.deliver", { eventId: id }, { key: `event:${id}` });
  await ctx.db.execute(sql`delete from outbox where delivered_at < now() - interval '7 days'`);
  return rows.length;
}

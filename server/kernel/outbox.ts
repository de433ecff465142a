import { and, eq, isNull, sql } from "drizzle-orm";
import { outbox } from "@/db/schema/kernel";
import type { Context } from "./context";
import type { Events, EventType } from "./events";
import { enqueue } from "./jobs";
import { now } from "./clock";
import { transaction, type TransactionContext } from "./transaction";

/** Who reacts to what. Every event is listed, so that one which nobody hears is seen to be so. */
export type Subscriptions = {
  [T in EventType]: readonly ((
    tx: TransactionContext,
    payload: Events[T],
    /** The same in every delivery. */
    eventId: number,
  ) => Promise<void>)[];
};

/**
 * Delivers events to their subscriptions: each in one transaction with the mark that it was delivered, so that what
 * subscriptions write is written exactly once, however often this is called. Events that nobody hears are marked together.
 * Out: how many were delivered now; the others had been, or are being. Throws the first failure, after all were tried.
 */
export async function deliverEvents(
  ctx: Context,
  eventIds: readonly number[],
  subscriptions: Subscriptions,
): Promise<number> {
  const unheard = Object.entries(subscriptions).flatMap(([type, heard]) => (heard.length ? [] : [type]));
  const waiting = await ctx.db.execute<{ id: number; silent: boolean }>(sql`
    with wanted as (
      select id, type from outbox
      where id in (select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)::bigint) and delivered_at is null
    ), silent as (
      update outbox set delivered_at = now() from wanted
      where outbox.id = wanted.id and outbox.delivered_at is null
        and wanted.type in (select jsonb_array_elements_text(${JSON.stringify(unheard)}::jsonb))
      returning outbox.id
    )
    select w.id::int, s.id is not null as silent from wanted w left join silent s on s.id = w.id order by w.id`);
  let delivered = 0;
  const failures: unknown[] = [];
  for (const { id, silent } of waiting)
    try {
      if (silent) delivered++;
      else if (await deliverEvent(ctx, id, subscriptions)) delivered++;
    } catch (error) {
      failures.push(error);
    }
  if (failures.length) throw failures[0];
  return delivered;
}

/** Out: false when it had been delivered, or is being. */
async function deliverEvent(ctx: Context, eventId: number, subscriptions: Subscriptions): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const [event] = await tx.db
      .select()
      .from(outbox)
      .where(and(eq(outbox.id, eventId), isNull(outbox.deliveredAt)))
      .for("update", { skipLocked: true });
    if (!event) return false;
    const type = event.type as EventType;
    for (const react of subscriptions[type] ?? [])
      await (react as (tx: TransactionContext, payload: unknown, eventId: number) => Promise<void>)(
        tx,
        event.payload,
        eventId,
      );
    await tx.db.update(outbox).set({ deliveredAt: now }).where(eq(outbox.id, eventId));
    return true;
  });
}

/** Gives events a job again that lost theirs; and forgets those delivered more than a week ago. */
export async function sweepOutbox(ctx: Context): Promise<number> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    with queued as materialized (
      select jsonb_array_elements_text(j.payload::jsonb -> 'eventIds')::bigint as id
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'kernel.deliver' and j.attempts < j.max_attempts and j.payload::jsonb ? 'eventIds'
    )
    select o.id::int from outbox o
    where o.delivered_at is null and o.created_at < now() - interval '10 seconds'
      and not exists (select 1 from queued where queued.id = o.id)
    order by o.id limit 1000`);
  const ids = rows.map((row) => row.id);
  if (ids.length) await enqueue(ctx, "kernel.deliver", { eventIds: ids }, { key: `event:${ids[0]}` });
  await ctx.db.execute(sql`delete from outbox where delivered_at < now() - interval '7 days'`);
  return rows.length;
}

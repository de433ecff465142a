import { and, eq, isNull, sql } from "drizzle-orm";
import { outbox } from "@/db/schema/kernel";
import type { Context } from "./context";
import type { Events, EventType } from "./events";
import { now } from "./clock";
import { log } from "./log";
import { transaction, type TransactionContext } from "./transaction";

/** What is done about an event, in the transaction that marks it as delivered. */
export interface Reaction<T extends EventType> {
  (
    tx: TransactionContext,
    payload: Events[T],
    /** The same in every delivery. */
    eventId: number,
  ): Promise<void>;
  /** False: it would do nothing about this one. All of them concern it where left out. */
  concerns?: (payload: Events[T]) => boolean;
}

/** Who reacts to what. Every event is listed, so that one which nobody hears is seen to be so. */
export type Subscriptions = { [T in EventType]: readonly Reaction<T>[] };

/** The same reaction, to those events alone for which `concerns` is true: what nobody is concerned by is marked without looking into it. */
export const where = <T extends EventType>(
  concerns: (payload: Events[T]) => boolean,
  react: Reaction<T>,
): Reaction<T> => Object.assign((...args: Parameters<Reaction<T>>) => react(...args), { concerns });

const concerned = <T extends EventType>(
  subscriptions: Subscriptions,
  type: T,
  payload: Events[T],
): Reaction<T>[] =>
  (subscriptions[type] ?? []).filter(({ concerns }) => concerns === undefined || concerns(payload));

/**
 * Delivers an event to its subscriptions, in one transaction with the mark that it was delivered: what they write is written
 * exactly once, however often this is called. Out: false when it had been delivered, or is being. Throws what a reaction throws.
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
    const payload = event.payload as unknown as Events[EventType];
    for (const react of concerned(subscriptions, type, payload)) await react(tx, payload, eventId);
    await tx.db.update(outbox).set({ deliveredAt: now }).where(eq(outbox.id, eventId));
    return true;
  });
}

/** So many events are looked at in one go. */
const BATCH = 50;

export interface Delivered {
  /** There may be more: as many were found as are looked at in one go. */
  more: boolean;
  /** Those whose reactions failed: they stay as they are. */
  failed: number[];
}

/**
 * Delivers the next events that nobody else is delivering, in their order: those that concern nobody are marked together, each
 * other in a transaction of its own, so that one which fails or takes long holds nothing that belongs to another. `except`: not these.
 */
export async function deliverNext(
  ctx: Context,
  subscriptions: Subscriptions,
  except: readonly number[],
): Promise<Delivered> {
  const { found, heard } = await transaction(ctx, async (tx) => {
    const events = await tx.db.execute<{ id: number; type: EventType; payload: Events[EventType] }>(sql`
      select id::float8 as id, type, payload from outbox
      where delivered_at is null and id not in (select jsonb_array_elements_text(${JSON.stringify(except)}::jsonb)::bigint)
      order by id limit ${BATCH} for update skip locked`);
    const isHeard = ({ type, payload }: (typeof events)[number]) =>
      concerned(subscriptions, type, payload).length > 0;
    const silent = events.filter((event) => !isHeard(event)).map(({ id }) => id);
    if (silent.length > 0)
      await tx.db.execute(sql`
        update outbox set delivered_at = now()
        where id in (select jsonb_array_elements_text(${JSON.stringify(silent)}::jsonb)::bigint)`);
    return { found: events.length, heard: events.filter(isHeard) };
  });
  const failed: number[] = [];
  for (const { id, type } of heard)
    try {
      await deliverEvent(ctx, id, subscriptions);
    } catch (error) {
      log.warn(
        { event: id, type, err: error instanceof Error ? error.stack : String(error) },
        "an event could not be delivered and will be tried again",
      );
      failed.push(id);
    }
  return { more: found === BATCH, failed };
}

/** Forgets events that were delivered more than a week ago. */
export async function forgetEvents(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`delete from outbox where delivered_at < now() - interval '7 days'`);
}

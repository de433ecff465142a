import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { publish } from "@/server/kernel/events";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { kindOf } from "@/server/properties/kind";
import type { BlueprintDefinition } from "../schema";
import { takeExpired, writeTimers, type Timer } from "../store/computed/timers";

/** An entity's values before and after a write; null where it is new. */
export interface TimedChange {
  id: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown>;
}

/**
 * Keeps the timers of a blueprint's entities as their values say: to be called in the transaction of the write, once for a
 * batch, after the rows are there. A value that has not changed sets nothing, so that no timer fires twice.
 */
export async function setTimers(
  tx: TransactionContext,
  { schema }: BlueprintDefinition,
  changes: TimedChange[],
): Promise<void> {
  const keys = Object.keys(schema.properties).filter((key) => kindOf(schema.properties[key]!) === "timer");
  if (keys.length === 0) return;
  const timers: Timer[] = changes.flatMap(({ id, before, after }) =>
    keys
      .filter((key) => (before?.[key] ?? null) !== (after[key] ?? null))
      .map((key) => ({ entityId: id, key, expiresAt: instantOf(after[key]) })),
  );
  await writeTimers(tx.db, timers);
}

/** Null: no instant. What was long ago has expired, whenever it was. */
function instantOf(value: unknown): string | null {
  const time = typeof value === "string" ? Date.parse(value.toUpperCase()) : NaN;
  return Number.isNaN(time) ? null : new Date(Math.max(time, 0)).toISOString();
}

/** At most so many in one transaction: each has an audit entry, and the audit chain is one lock for all. */
const BATCH = 100;

/**
 * Fires the timers that have expired, each exactly once: an event and an audit entry, in the transaction that takes the
 * timer away. Out: how many.
 */
export async function fireTimers(ctx: Context): Promise<number> {
  return transaction(ctx, async (tx) => {
    const expired = await takeExpired(tx.db, BATCH);
    for (const { blueprint, identifier, key, expiresAt } of expired) {
      await publish(tx, "timer.expired", { blueprint, identifier, property: key, expiresAt });
      await audit(tx, {
        action: "EXPIRE",
        resourceType: "entity",
        resourceId: identifier,
        blueprint,
        message: `The timer "${key}" expired.`,
      });
    }
    return expired.length;
  });
}

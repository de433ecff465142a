import type { Context } from "./context";
import { deliverEvent, type Subscriptions } from "./outbox";

/** Delivers these events one after the other. Out: how many were delivered now. Throws the first failure, after all were tried. */
export async function deliverEvents(
  ctx: Context,
  eventIds: readonly number[],
  subscriptions: Subscriptions,
): Promise<number> {
  let delivered = 0;
  const failures: unknown[] = [];
  for (const id of eventIds)
    try {
      if (await deliverEvent(ctx, id, subscriptions)) delivered += 1;
    } catch (error) {
      failures.push(error);
    }
  if (failures.length) throw failures[0];
  return delivered;
}

import { outbox } from "@/db/schema/kernel";
import { enqueue } from "./jobs";
import type { TransactionContext } from "./transaction";

/** Every event that crosses domains, with its payload. */
export interface Events {
  "entity.created": { blueprint: string; identifier: string; runId: string | null };
  "entity.updated": { blueprint: string; identifier: string; runId: string | null };
  "entity.deleted": { blueprint: string; identifier: string; runId: string | null };
  "timer.expired": { blueprint: string; identifier: string; property: string; expiresAt: string };
  "approval.requested": { requestId: string; runId: string };
  /** `by` is the name of the person whose vote decided. */
  "approval.decided": {
    requestId: string;
    runId: string;
    status: "approved" | "declined" | "expired" | "lapsed" | "void";
    by?: string;
  };
  "run.ended": { runId: string; status: string };
}
export type EventType = keyof Events;

/** Writes an event in the transaction of its cause, and the job that delivers it. */
export async function publish<T extends EventType>(
  tx: TransactionContext,
  type: T,
  payload: Events[T],
): Promise<void> {
  const [row] = await tx.db.insert(outbox).values({ type, payload }).returning({ id: outbox.id });
  if (!row) throw new Error("The outbox row was not written.");
  await enqueue(tx, "kernel.deliver", { eventId: row.id }, { key: `event:${row.id}` });
}

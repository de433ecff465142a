import { sql } from "drizzle-orm";
import type { TransactionContext } from "./transaction";

/** Every event that crosses domains, with its payload. */
export interface Events {
  "entity.created": { blueprint: string; identifier: string; runId: string | null };
  "entity.updated": { blueprint: string; identifier: string; runId: string | null };
  "entity.deleted": { blueprint: string; identifier: string; runId: string | null };
  /** An entity changed whose blueprint sends its changes on; told by the revision that it got. */
  "entity.logged": { entityId: string; revision: number; origin: string };
  /** The same changes, all that one write made together, by the revisions that they got. */
  "entities.changed": { origin: string; changes: { entityId: string; revision: number }[] };
  /** Computed values changed, by the entries of the history. */
  "entities.recomputed": { recomputations: number[] };
  "timer.expired": { blueprint: string; identifier: string; property: string; expiresAt: string };
  "blueprint.deleted": { blueprint: string; deleteActions: boolean };
  /** A key of a blueprint has another name; what names it elsewhere follows. */
  "blueprint.keyRenamed": {
    blueprint: string;
    kind: "property" | "mirror" | "calculation" | "aggregation" | "relation";
    from: string;
    to: string;
  };
  "approval.requested": { requestId: string; runId: string };
  /** `by` is the name of the person whose vote decided. */
  "approval.decided": {
    requestId: string;
    runId: string;
    status: "approved" | "declined" | "expired" | "lapsed" | "void" | "withdrawn";
    by?: string;
  };
  "run.created": { runId: string };
  /** Label, summary or links of a run changed without its status. */
  "run.changed": {
    runId: string;
    before: { statusLabel: string | null; summary: string | null; link: string[] };
    after: { statusLabel: string | null; summary: string | null; link: string[] };
  };
  /** `concerns` says what of it there is to look into; events of earlier versions leave it out. */
  "run.ended": {
    runId: string;
    status: string;
    concerns?: { target: boolean; workspace: boolean; deployment: boolean };
  };
  /** A person is new, or something of them changed: name, role, standing, teams, what they moderate. */
  "user.changed": { userId: string };
  "team.changed": { identifier: string };
}
export type EventType = keyof Events;

/** An event of any type, with its payload. */
export type Event = { [T in EventType]: { type: T; payload: Events[T] } }[EventType];

/** On this it is told that events were committed. */
export const OUTBOX_CHANNEL = "waymark_outbox";

/** Writes an event in the transaction of its cause; workers hear of it at the commit, and deliver it. */
export async function publish<T extends EventType>(
  tx: TransactionContext,
  type: T,
  payload: Events[T],
): Promise<void> {
  await publishAll(tx, [{ type, payload } as Event]);
}

/** Writes events in the transaction of their cause, in order. They have no jobs: one for each cost more than what it did. */
export async function publishAll(tx: TransactionContext, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  await tx.db.execute(sql`
    with written as (
      insert into outbox (type, payload)
      select e.type, e.payload from jsonb_to_recordset(${JSON.stringify(events.map((e, n) => ({ ...e, n })))}::jsonb)
        as e(n int, type text, payload jsonb) order by e.n
      returning id)
    select pg_notify(${OUTBOX_CHANNEL}, '') from written limit 1`);
}

import { type ActionView, selectActions } from "@/server/actions/service/definitions";
import type { AutomationTrigger, EventKind } from "@/server/actions/schema";
import { changesAmong, recomputationsAmong } from "@/server/catalog/service/changes";
import type { Events } from "@/server/kernel/events";
import { enqueue } from "@/server/kernel/jobs";
import type { TransactionContext } from "@/server/kernel/transaction";
import { hearsEntity } from "../core/event";
import { insertFirings, type NewFiring } from "../store";

type TriggerEvent = AutomationTrigger["event"];
type Listener<E extends TriggerEvent = TriggerEvent> = Pick<ActionView, "id" | "identifier"> & { event: E };

/** The kinds of trigger that may be on one of these events. */
type On<K extends EventKind, E = TriggerEvent> = E extends { type: infer T }
  ? [Extract<T, K>] extends [never]
    ? never
    : E
  : never;

/** So many events are looked at in one job. */
const PER_JOB = 20;

/** The automations that are on and listen to one of these events. */
export async function listeners<K extends EventKind>(
  ctx: TransactionContext,
  events: readonly K[],
): Promise<Listener<On<K>>[]> {
  const found = await selectActions(ctx, { trigger: "automation", published: true, events: [...events] });
  return found.flatMap(({ id, identifier, trigger }) =>
    trigger.type === "automation" ? [{ id, identifier, event: trigger.event as On<K> }] : [],
  );
}

/** Notes events and has them looked at, in the transaction that delivers them. Out: how many were new. */
export async function note(tx: TransactionContext, firings: readonly NewFiring[]): Promise<number> {
  const ids = await insertFirings(tx.db, firings);
  for (let i = 0; i < ids.length; i += PER_JOB) {
    const firingIds = ids.slice(i, i + PER_JOB);
    await enqueue(tx, "automations.fire", { firingIds }, { key: `firing:${firingIds[0]}` });
  }
  return ids.length;
}

const ENTITY_EVENTS = ["ENTITY_CREATED", "ENTITY_UPDATED", "ENTITY_DELETED", "ANY_ENTITY_CHANGE"] as const;

const blueprintsOf = (
  found: readonly Listener<{ blueprintIdentifier: string } & TriggerEvent>[],
): string[] => [...new Set(found.map(({ event }) => event.blueprintIdentifier))];

/** Entities were written. */
export async function onEntitiesChanged(
  tx: TransactionContext,
  { origin, changes }: Events["entities.changed"],
): Promise<void> {
  const found = await listeners(tx, ENTITY_EVENTS);
  if (found.length === 0) return;
  const named = await changesAmong(tx, changes, blueprintsOf(found));
  await note(
    tx,
    named.flatMap(({ entityId, revision, blueprint, identifier, kind, runId }) =>
      found
        .filter(({ event }) => event.blueprintIdentifier === blueprint && hearsEntity(event.type, kind))
        .map((listener) => ({
          ...of(listener),
          eventKey: `entity:${entityId}:${revision}`,
          source: { kind: "entity" as const, entityId, revision, origin },
          blueprint,
          subject: identifier,
          causedBy: runId,
        })),
    ),
  );
}

/** Computed values of entities changed. */
export async function onEntitiesRecomputed(
  tx: TransactionContext,
  { recomputations }: Events["entities.recomputed"],
): Promise<void> {
  const found = await listeners(tx, ["ENTITY_UPDATED", "ANY_ENTITY_CHANGE"]);
  if (found.length === 0) return;
  const named = await recomputationsAmong(tx, recomputations, blueprintsOf(found));
  await note(
    tx,
    named.flatMap(({ recomputation, entityId, blueprint, identifier }) =>
      found
        .filter(({ event }) => event.blueprintIdentifier === blueprint)
        .map((listener) => ({
          ...of(listener),
          eventKey: `recomputation:${recomputation}`,
          source: { kind: "recomputation" as const, entityId, recomputation },
          blueprint,
          subject: identifier,
          causedBy: null,
        })),
    ),
  );
}

/** A timer of an entity expired. */
export async function onTimerExpired(
  tx: TransactionContext,
  { blueprint, identifier, property, expiresAt }: Events["timer.expired"],
  eventId: number,
): Promise<void> {
  const found = await listeners(tx, ["TIMER_PROPERTY_EXPIRED"]);
  await note(
    tx,
    found
      .filter(({ event }) => event.blueprintIdentifier === blueprint && event.propertyIdentifier === property)
      .map((listener) => ({
        ...of(listener),
        eventKey: `event:${eventId}`,
        source: { kind: "timer", property, expiresAt },
        blueprint,
        subject: identifier,
        causedBy: null,
      })),
  );
}

const of = ({ id, identifier, event }: Listener): Pick<NewFiring, "actionId" | "automation" | "event"> => ({
  actionId: id,
  automation: identifier,
  event: event.type,
});

import type { AutomationEvent, RunFacts } from "../schema";
import type { EventKind } from "@/server/actions/schema";

/** A change of an entity, told as an event. */
export function entityEvent(change: {
  kind: "CREATE" | "UPDATE" | "DELETE";
  blueprint: string;
  identifier: string;
  before: object | null;
  after: object | null;
  at: Date;
  by: { id: string; name: string } | null;
  origin: string;
}): AutomationEvent {
  return {
    action: change.kind,
    resourceType: "entity",
    trigger: triggerOf(change.by, change.at, change.origin),
    context: { blueprintIdentifier: change.blueprint, entityIdentifier: change.identifier },
    diff: {
      before: change.before as Record<string, unknown> | null,
      after: change.after as Record<string, unknown> | null,
    },
  };
}

/** A timer of an entity that expired: nothing of it changed, so both sides show it as it is. */
export const timerEvent = (timer: {
  blueprint: string;
  identifier: string;
  property: string;
  at: Date;
  entity: object | null;
}): AutomationEvent => ({
  action: "TIMER_EXPIRED",
  resourceType: "entity",
  trigger: triggerOf(null, timer.at, "SYSTEM"),
  context: {
    blueprintIdentifier: timer.blueprint,
    entityIdentifier: timer.identifier,
    propertyIdentifier: timer.property,
  },
  diff: {
    before: timer.entity as Record<string, unknown> | null,
    after: timer.entity as Record<string, unknown> | null,
  },
});

/** A run in the published format, with what of it the event says; `before` null: it was new. */
export function runEvent(run: {
  id: string;
  action: string;
  published: Record<string, unknown>;
  before: RunFacts | null;
  after: RunFacts | null;
  blueprint: string | null;
  entity: string | null;
  at: Date;
  by: { id: string; name: string } | null;
  origin: string;
}): AutomationEvent {
  const after = { ...run.published, ...publishedFacts(run.after) };
  const created = run.before === null;
  const live = run.before?.status === "IN_PROGRESS" || run.before?.status === "WAITING_FOR_APPROVAL";
  return {
    action: created ? "CREATE" : "UPDATE",
    resourceType: "run",
    trigger: triggerOf(run.by, run.at, run.origin),
    context: {
      blueprintIdentifier: run.blueprint,
      entityIdentifier: run.entity,
      actionIdentifier: run.action,
      runId: run.id,
    },
    diff: {
      before: created
        ? null
        : { ...after, ...publishedFacts(run.before), ...(live ? { endedAt: undefined } : {}) },
      after,
    },
  };
}

/** A summary that there is none of is left out, as in the published format. */
const publishedFacts = (facts: RunFacts | null): Record<string, unknown> =>
  facts ? { ...facts, summary: facts.summary ?? undefined } : {};

export const scheduleEvent = (slot: Date): AutomationEvent => ({
  action: "SCHEDULE",
  resourceType: "schedule",
  trigger: triggerOf(null, slot, "SYSTEM"),
  context: { blueprintIdentifier: null, entityIdentifier: null },
  diff: { before: null, after: null },
});

const triggerOf = (
  by: { id: string; name: string } | null,
  at: Date,
  origin: string,
): AutomationEvent["trigger"] => ({
  by: { userId: by?.id ?? null, name: by?.name ?? null },
  at: at.toISOString(),
  origin: origin === "UI" || origin === "API" ? origin : "AUTOMATION",
});

const ENTITY_EVENTS: Record<"CREATE" | "UPDATE" | "DELETE", EventKind> = {
  CREATE: "ENTITY_CREATED",
  UPDATE: "ENTITY_UPDATED",
  DELETE: "ENTITY_DELETED",
};

/** Whether a trigger on this event listens to a change of that kind of an entity. */
export const hearsEntity = (event: EventKind, kind: "CREATE" | "UPDATE" | "DELETE"): boolean =>
  event === "ANY_ENTITY_CHANGE" || event === ENTITY_EVENTS[kind];

/** The same of runs. */
export const hearsRun = (event: EventKind, kind: "CREATE" | "UPDATE"): boolean =>
  event === "ANY_RUN_CHANGE" || event === (kind === "CREATE" ? "RUN_CREATED" : "RUN_UPDATED");

import type { EventKind } from "@/server/actions/schema";

/** What sets an automation off, as people choose and read it. */
export const EVENT_OPTIONS: readonly { value: EventKind; label: string; description: string }[] = [
  { value: "ENTITY_CREATED", label: "An entity is created", description: "of a blueprint" },
  { value: "ENTITY_UPDATED", label: "An entity changes", description: "what is computed of it too" },
  { value: "ENTITY_DELETED", label: "An entity is deleted", description: "of a blueprint" },
  {
    value: "ANY_ENTITY_CHANGE",
    label: "An entity is created, changed or deleted",
    description: "of a blueprint",
  },
  { value: "TIMER_PROPERTY_EXPIRED", label: "A timer expires", description: "of an entity" },
  { value: "RUN_CREATED", label: "A run begins", description: "of an action" },
  { value: "RUN_UPDATED", label: "A run changes", description: "of an action" },
  { value: "ANY_RUN_CHANGE", label: "A run begins or changes", description: "of an action" },
  { value: "SCHEDULE", label: "On a schedule", description: "by the clock" },
];

export const eventLabel = (type: unknown): string =>
  EVENT_OPTIONS.find(({ value }) => value === type)?.label ?? "Not chosen yet";

export type EventSubject = "entity" | "run" | "schedule";

/** What an event is about. */
export const subjectOfEvent = (type: unknown): EventSubject =>
  type === "SCHEDULE" ? "schedule" : typeof type === "string" && type.includes("RUN") ? "run" : "entity";

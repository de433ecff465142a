import { z } from "zod";

/** What became of an event that an automation listens to. */
export const FIRING_OUTCOMES = ["waiting", "fired", "not_fired", "failed", "refused"] as const;
export type FiringOutcome = (typeof FIRING_OUTCOMES)[number];

/** What of a run the events of runs tell. */
export interface RunFacts {
  status: string;
  state: string;
  statusLabel: string | null;
  summary: string | null;
  link: string[];
}

/** Where the data of an event are found. */
export type FiringSource =
  | { kind: "entity"; entityId: string; revision: number; origin: string }
  /** A computed value changed. */
  | { kind: "recomputation"; entityId: string; recomputation: number }
  | { kind: "timer"; property: string; expiresAt: string }
  | { kind: "run"; runId: string; before: RunFacts | null; after: RunFacts | null }
  | { kind: "schedule"; slot: string };

/** An event as conditions and payloads see it. */
export interface AutomationEvent {
  action: "CREATE" | "UPDATE" | "DELETE" | "TIMER_EXPIRED" | "SCHEDULE";
  resourceType: "entity" | "run" | "schedule";
  trigger: { by: { userId: string | null; name: string | null }; at: string; origin: string };
  context: {
    blueprintIdentifier: string | null;
    entityIdentifier: string | null;
    propertyIdentifier?: string;
    actionIdentifier?: string;
    runId?: string;
  };
  diff: { before: Record<string, unknown> | null; after: Record<string, unknown> | null };
}

/** An automation in the middle of a chain of automations, at most so many long. */
export const MAX_DEPTH = 5;
/** How often an automation runs for one entity within `RATE_MINUTES`. */
export const RATE_LIMIT = 30;
export const RATE_MINUTES = 10;

export const firingsFilterSchema = z.strictObject({
  automation: z.string().min(1).max(100).optional(),
  outcome: z.array(z.enum(FIRING_OUTCOMES)).optional(),
  limit: z.number().int().min(1).max(100).default(50),
  /** Id of the last firing of the page before. */
  cursor: z.uuid().optional(),
});
export type FiringsFilter = z.input<typeof firingsFilterSchema>;

/**
 * See lifecycle.ts for the drawing and the table of transitions. Apart from the schemas, so that the pages that only ask
 * whether a run is over do not carry zod.
 */
export const RUN_STATUSES = [
  "queued",
  "planning",
  "checking",
  "awaiting_approval",
  "approved",
  "applying",
  "registering",
  "succeeded",
  "failed",
  "declined",
  "cancelled",
  "expired",
  "stale",
  "interrupted",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

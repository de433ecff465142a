/**
 * active → expiring (a reminder was sent) → destroying (a run destroys it, or is tried again) → ended | failed (a person must
 * look); an extension leads back to active, and one that is kept has no end.
 */
export const LIFETIME_STATUSES = ["active", "expiring", "destroying", "ended", "failed", "kept"] as const;
export type LifetimeStatus = (typeof LIFETIME_STATUSES)[number];

export const LIFETIME_EVENTS = [
  "began",
  "extended",
  "shortened",
  "kept",
  "reminded",
  "deferred",
  "destroying",
  "attempt_failed",
  "failed",
  "ended",
] as const;
export type LifetimeEventType = (typeof LIFETIME_EVENTS)[number];

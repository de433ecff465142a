import type { Tone } from "@/components/ui/status";
import { durationWords } from "@/server/lifetimes/core/duration";
import { secondsOf } from "@/server/lifetimes/core/end";
import type { Lifetime, LifetimeStatus } from "@/server/lifetimes/schema";

/** What the badge of a lifetime says before the time, and in which tone. */
export const STANDING: Record<LifetimeStatus, { label: string; tone: Tone }> = {
  active: { label: "Ends", tone: "info" },
  expiring: { label: "Ends", tone: "warning" },
  destroying: { label: "Being destroyed", tone: "warning" },
  failed: { label: "Could not be destroyed", tone: "danger" },
  kept: { label: "Kept", tone: "neutral" },
  ended: { label: "Ended", tone: "neutral" },
};

export const EVENT_WORDS = {
  began: "Began",
  extended: "Extended",
  shortened: "Shortened",
  kept: "Kept",
  reminded: "Reminder sent",
  deferred: "Waits for a run",
  destroying: "Destroying began",
  attempt_failed: "Attempt failed",
  failed: "Could not be destroyed",
  ended: "Ended",
} as const;

/** "Ends by itself after 4 hours; it can be extended up to 3 days after its creation." */
export function lifetimeSentence(lifetime: Lifetime, chosen: string | null): string {
  const first = chosen ?? `after ${durationWords(secondsOf(lifetime.default))}`;
  const most = lifetime.maximum === undefined ? null : durationWords(secondsOf(lifetime.maximum));
  return `Ends by itself ${first}${most === null ? "; it can be extended." : `, ${most} after its creation at the latest.`}`;
}

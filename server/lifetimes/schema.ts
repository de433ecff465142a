import { z } from "zod";
import { DURATION_FAULT, parseDuration } from "./core/duration";

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

export const EXTENDERS = ["requester", "team", "nobody"] as const;
export type Extender = (typeof EXTENDERS)[number];

const duration = z
  .string()
  .max(40)
  .refine((text) => parseDuration(text) !== null, DURATION_FAULT);

export const DEFAULT_REMINDERS = ["24h", "1h"] as const;

/** The own key `lifetime` of an action that creates: what it makes ends by itself. */
export const lifetimeSchema = z
  .strictObject({
    /** How long what is made lives when nobody chooses: "4h", "3d", "PT4H". */
    default: duration,
    /** From its creation, extensions included; only administrators go beyond. None: no bound. */
    maximum: duration.optional(),
    /** The text input in which a person chooses a duration, or the instant of the end. */
    from: z.string().min(1).max(100).optional(),
    /** The action that destroys it: one of the operation DELETE on the same blueprint. */
    destroy: z.string().min(1, "Name the action that destroys it.").max(100),
    /** What that action is given, where it requires inputs. */
    destroyInputs: z.record(z.string(), z.json()).optional(),
    /** When its owner is told, before the end. */
    remindBefore: z.array(duration).max(5, "At most 5 reminders.").optional(),
    /** Who may extend it beside administrators: the requester alone, or also the team that owns it, which is the default. */
    extendBy: z.enum(EXTENDERS).optional(),
  })
  .superRefine((lifetime, ctx) => {
    const [usual, most] = [parseDuration(lifetime.default), parseDuration(lifetime.maximum ?? "")];
    if (usual !== null && most !== null && usual > most)
      ctx.addIssue({ code: "custom", path: ["default"], message: "The default is longer than the maximum." });
  });
export type Lifetime = z.infer<typeof lifetimeSchema>;

const reason = z
  .string()
  .trim()
  .min(3, "Give a reason of at least 3 characters.")
  .max(500)
  .refine((text) => !text.includes("\0"), "Contains a NUL character, which cannot be stored. Remove it.");

/** Which lifetime, by the entity that it is of. */
export const lifetimeOfSchema = z.strictObject({
  blueprint: z.string().min(1).max(100),
  entity: z.string().min(1).max(1000),
});

export const changeLifetimeSchema = z
  .strictObject({
    /** Longer by this much than it was. */
    by: z.string().max(40).optional(),
    /** Or until this instant, with its zone; a day ends with it, in UTC. It may be sooner than it was. */
    until: z.string().max(40).optional(),
    reason,
  })
  .refine(({ by, until }) => (by === undefined) !== (until === undefined), "Give either `by` or `until`.");
export type ChangeLifetime = z.infer<typeof changeLifetimeSchema>;

export const keepLifetimeSchema = z.strictObject({ reason });

export const lifetimeFilterSchema = z.strictObject({
  scope: z.enum(["mine", "team", "all"]).default("all"),
  status: z.enum(["live", "failed", "ended"]).default("live"),
  limit: z.number().int().min(1).max(200).default(50),
  offset: z.number().int().min(0).max(100_000).default(0),
});
export type LifetimeFilter = z.infer<typeof lifetimeFilterSchema>;

export interface LifetimeEvent {
  type: LifetimeEventType;
  at: Date;
  by: string;
  reason: string | null;
  before: Date | null;
  after: Date | null;
  runId: string | null;
}

/** A lifetime as people see it. */
export interface LifetimeView {
  id: string;
  blueprint: string;
  entity: string;
  title: string | null;
  status: LifetimeStatus;
  beganAt: Date;
  /** Null: it is kept, or over. */
  expiresAt: Date | null;
  /** The latest end that an extension can give; null: there is no bound. */
  latestAt: Date | null;
  action: string;
  runId: string;
  owner: string;
  team: string | null;
  destroyAction: string;
  destroyRunId: string | null;
  note: string | null;
  endedAt: Date | null;
  can: { extend: boolean; exceed: boolean; keep: boolean };
}

import { z } from "zod";

/** Written out, so that the browser need not load how each vendor signs. */
export const HOOK_BACKENDS = [
  "github",
  "gitlab",
  "alertmanager",
  "pagerduty",
  "opsgenie",
  "argocd",
  "snyk",
  "securityhub",
  "ocsf",
] as const;

export const setHookInput = z.strictObject({
  backend: z.enum(HOOK_BACKENDS),
  secret: z
    .string()
    .min(16, "Use a secret of at least 16 characters.")
    .max(500)
    .regex(/^[\x21-\x7e]+$/, "Use letters, digits and signs, without spaces."),
  /** For so many hours the secret before counts as well. */
  overlapHours: z.number().int().min(0).max(168).default(24),
});
export type SetHook = z.input<typeof setHookInput>;

/** What there is to know of a hook, but its secret. */
export interface HookSummary {
  backend: (typeof HOOK_BACKENDS)[number];
  /** Where the vendor sends its deliveries, at the portal's address. */
  path: string;
  set: boolean;
  updatedAt: Date | null;
  /** Until when the secret before counts. */
  previousUntil: Date | null;
}

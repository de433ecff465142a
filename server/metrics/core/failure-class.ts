/** Whose fault a failed run was, so that each can be told what to do about it. */
export type FailureClass = "user" | "upstream" | "platform" | "abandoned";

/** What a policy, a budget or the target's own state forbids: the request has to change. */
export const USER_CODES = [
  "policy_denied",
  "budget_blocked",
  "target_changed",
  "invalid",
  "forbidden",
  "custom",
];
/** What a provider or another system answered. */
export const UPSTREAM_CODES = [
  "plan_failed",
  "apply_failed",
  "refused",
  "reported",
  "timeout",
  "unavailable",
];
/** Nobody finished them. */
export const ABANDONED = ["cancelled", "expired", "stale"];
/** How a run ends that did not bring what was asked for. */
export const UNSUCCESSFUL = ["failed", "interrupted", ...ABANDONED];

/** The class of a run that did not succeed; what is not known as anybody else's is the platform's. */
export function failureClass(status: string, code: string | null): FailureClass {
  if (ABANDONED.includes(status)) return "abandoned";
  if (code !== null && USER_CODES.includes(code)) return "user";
  return code !== null && UPSTREAM_CODES.includes(code) ? "upstream" : "platform";
}

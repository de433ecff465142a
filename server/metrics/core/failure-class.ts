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

/** Classes in words for people. */
export const CLASS_WORDS: Record<FailureClass | "helped", string> = {
  user: "The request",
  upstream: "Another system",
  platform: "The platform",
  abandoned: "Given up",
  helped: "Needed help",
};

const CODE_WORDS: Record<string, string> = {
  policy_denied: "A policy forbids it",
  budget_blocked: "The budget is used up",
  target_changed: "What it works on changed meanwhile",
  invalid: "The request is not valid",
  forbidden: "Not permitted",
  plan_failed: "The plan failed",
  apply_failed: "The change failed while it was made",
  refused: "The other system refused it",
  reported: "The other system said that it failed",
  timeout: "It took too long",
  unavailable: "The other system did not answer",
  cancelled: "Cancelled on the way",
  expired: "Nobody approved it in time",
  stale: "The plan grew too old",
  interrupted: "It was interrupted",
  succeeded: "Somebody was asked for help",
};

/** Why a run ended as it did, in words; a code that has none is written as it is. */
export const codeWords = (code: string): string =>
  CODE_WORDS[code] ?? `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll("_", " ")}`;

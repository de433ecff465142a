import type { PolicyVerdict } from "@/server/runs/schema";

/** A policy that could not be evaluated denies, whatever its effect: nobody knows what it would have said. */
export const errorVerdict = (policy: string, reason: string): PolicyVerdict => ({
  policy,
  effect: "deny",
  outcome: "error",
  message: `The policy could not be evaluated (${reason}), so the run is refused. An administrator has to repair the policy.`,
});

/** What verdicts mean together: the strictest wins. */
export function consequence(verdicts: readonly PolicyVerdict[]): "allow" | "require_approval" | "deny" {
  const failing = verdicts.filter((verdict) => verdict.outcome !== "pass");
  if (failing.some((verdict) => verdict.effect === "deny" || verdict.outcome === "error")) return "deny";
  return failing.some((verdict) => verdict.effect === "require_approval") ? "require_approval" : "allow";
}

import { denials } from "@/server/policy/core/verdict";
import type { PolicyVerdict, RunFailure, RunStatus } from "@/server/runs/schema";

/** Whether a run was denied by policies that people may override, all of them: then it can be requested against them. */
export function isOverridable(run: {
  status: RunStatus;
  failure: RunFailure | null;
  policyVerdicts: PolicyVerdict[] | null;
}): boolean {
  const denied = denials(run.policyVerdicts ?? []);
  return (
    run.status === "failed" &&
    run.failure?.code === "policy_denied" &&
    denied.length > 0 &&
    denied.every(({ overridable }) => overridable)
  );
}

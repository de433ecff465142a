import type { PlanSummary } from "@/server/pipelines/schema";
import type { ActionSnapshot, ModuleSnapshot, PolicyVerdict, RunTarget } from "@/server/runs/schema";

/** What a policy judges: a run with its plan, before anybody is asked to approve it. */
export interface PolicyInput {
  runId: string;
  action: Pick<ActionSnapshot, "identifier" | "title" | "revision" | "operation">;
  requester: { id: string; kind: "user" | "client" | "system"; name: string };
  team: string | null;
  target: RunTarget | null;
  inputs: Record<string, unknown>;
  module: ModuleSnapshot | null;
  /** Sensitive values are masked in it already. */
  plan: PlanSummary | null;
}

/** One policy: what it decides when it fails, and the question itself. */
export interface Policy {
  identifier: string;
  title: string;
  /** advise: shown. require_approval: a person must look. deny: the run ends. */
  effect: PolicyVerdict["effect"];
  /** Out: whether the run passes, and what to tell the people concerned. May throw: that denies. */
  evaluate(input: PolicyInput): Promise<{ pass: boolean; message: string }>;
}

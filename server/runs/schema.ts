import { z } from "zod";
import type { Lifetime } from "@/server/lifetimes/schema";
import type { ActionRateCard } from "@/server/cost/core/price-schemas";
import type { RunnableInvocation } from "@/server/pipelines/schema";
import type { PolicyVerdict } from "@/server/policy/schema";
import type { ApprovalRules } from "@/server/approvals/core/definition";
import type { Deploys } from "@/server/insights/core/deploys";
import { RUN_STATUSES, type RunStatus } from "./core/statuses";

export { RUN_STATUSES, type RunStatus };
export type { PolicyVerdict };

export const EXECUTION_STATUSES = ["requested", "running", "exited", "lost"] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** How the call to a backend that works elsewhere stands; see db/schema/runs.ts. */
export const CALL_STATUSES = ["due", "calling", "answered", "refused", "unknown"] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export const WORKSPACE_STATUSES = ["active", "blocked", "destroyed"] as const;
export type WorkspaceStatus = (typeof WORKSPACE_STATUSES)[number];

export const DRIFT_STATUSES = ["unknown", "in_sync", "drifted", "failed"] as const;
export type DriftStatus = (typeof DRIFT_STATUSES)[number];

/** Who takes a drift as it is, and which: another drift is told anew. */
export interface DriftAcceptance {
  fingerprint: string;
  by: string;
  reason: string;
  /** ISO 8601. */
  at: string;
}

export const SPECULATIVE_STATUSES = ["requested", "running", "succeeded", "failed", "cancelled"] as const;
export type SpeculativeStatus = (typeof SPECULATIVE_STATUSES)[number];

/** Why a plan that nothing applies did not come about. */
export type SpeculativeFailure = Pick<RunFailure, "code" | "message" | "advice" | "diagnostics">;

/** The action as it was when the run was requested. */
export interface ActionSnapshot {
  id: string;
  identifier: string;
  title: string;
  icon: string | null;
  revision: number;
  operation: "CREATE" | "DAY-2" | "DELETE";
  invocation: RunnableInvocation;
  requiredApproval: boolean | { type: "ANY" | "ALL" };
  /** userInputs of the definition, so that a run can be read without the action. */
  userInputs: Record<string, unknown>;
  /** Everybody who is signed in may see the runs of the action. */
  allowAnyoneToViewRuns?: boolean;
  /** Which of its runs go one after the other, where its work is done elsewhere. */
  concurrency?: "target" | "action" | "none";
  /** What it makes ends by itself. */
  lifetime?: Lifetime;
  /** Approval rules of the action beside requiredApproval. */
  approvalRules?: ApprovalRules;
  /** Where the action wants to have it told that an approval is asked for. */
  approvalNotification?: { type: "email" } | { type: "webhook"; format?: "json" | "slack"; url: string };
  /** How its inputs become a price. */
  rateCard?: ActionRateCard;
  /** Its runs are deployments. */
  deploys?: Deploys;
  /** The run brings what exists to another version of its template, and changes nothing else. */
  upgrade?: { from: string | null; to: string };
  /** Addresses of resources that the run makes anew, since they drifted in a way that a plan by itself does not see. */
  replace?: string[];
}

export interface RunTarget {
  blueprint: string;
  identifier: string;
  title: string | null;
}

/** What brought a run about that nobody asked for. */
export interface RunCause {
  kind: "automation";
  /** Identifier of the automation. */
  identifier: string;
  title: string;
  /** The firing of the automation that made the run. */
  firingId: string;
  /** How many automations one after the other led to it. */
  depth: number;
}

/** The module that is planned and applied: which, which version, and the hash of all its files. */
export interface ModuleSnapshot {
  source: string;
  version: string;
  sha256: string;
}

/** Why a run did not succeed. `diagnostics` are Terraform's own, redacted. */
export interface RunFailure {
  stage: "queue" | "prepare" | "plan" | "checks" | "approval" | "apply" | "register";
  code: string;
  message: string;
  advice: string | null;
  diagnostics: { severity: "error" | "warning"; summary: string; detail: string; address: string | null }[];
  /** After an unclean end: what Terraform finished, and whether the state knows it. */
  completed?: { address: string; action: string; idKey?: string; idValue?: string; inState: boolean }[];
}

export interface RunOutput {
  sensitive: boolean;
  /** Null when sensitive: the value stays in the encrypted state. */
  value: unknown;
}

/** The published statuses of a run, to which ours map. */
export const PUBLISHED_STATUSES = [
  "IN_PROGRESS",
  "SUCCESS",
  "FAILURE",
  "WAITING_FOR_APPROVAL",
  "DECLINED",
] as const;
export type PublishedStatus = (typeof PUBLISHED_STATUSES)[number];

/** The published body of POST /v1/actions/{action_identifier}/runs. */
export const submitSchema = z.strictObject({
  properties: z.record(z.string(), z.unknown()),
  entity: z.string().optional(),
});
export type SubmitInput = z.infer<typeof submitSchema>;

export const runFilterSchema = z.strictObject({
  status: z.array(z.enum(RUN_STATUSES)).optional(),
  action: z.string().optional(),
  blueprint: z.string().optional(),
  entity: z.string().optional(),
  mine: z.boolean().optional(),
  team: z.string().max(100).optional(),
  /** Id of who asked for it. */
  requester: z.string().max(300).optional(),
  source: z.enum(["UI", "API", "AUTOMATION"]).optional(),
  /** Kind of backend. */
  backend: z.string().max(50).optional(),
  environment: z.string().max(100).optional(),
  /** Requested at or after, and before. */
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  text: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(100).default(50),
  /** Identifier of the last run of the page before. */
  cursor: z.string().optional(),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

export const workspaceFilterSchema = z.strictObject({
  status: z.enum(WORKSPACE_STATUSES).optional(),
  drift: z.enum(DRIFT_STATUSES).optional(),
  team: z.string().max(100).optional(),
  template: z.string().max(500).optional(),
  version: z.string().max(100).optional(),
  text: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(100).default(50),
  /** Name of the last workspace of the page before. */
  cursor: z.string().max(1200).optional(),
});
export type WorkspaceFilter = z.infer<typeof workspaceFilterSchema>;

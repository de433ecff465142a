import { z } from "zod";

export const APPROVAL_STATUSES = [
  "pending",
  "approved",
  "declined",
  "expired",
  "withdrawn",
  "lapsed",
  "void",
] as const;
/**
 * pending → approved | declined | expired (nobody decided in time) | withdrawn (the run was cancelled) | void (what was approved changed);
 * approved → lapsed (execution did not start in time) | void.
 */
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

export const VOTES = ["APPROVE", "DECLINE"] as const;
export type Vote = (typeof VOTES)[number];

/** Who decides by the published format, and how many of them: ANY one, or ALL of those who may. */
export const approvalRuleSchema = z.strictObject({
  type: z.enum(["ANY", "ALL"]),
  roles: z.array(z.string()).default([]),
  /** E-mail addresses. */
  users: z.array(z.string()).default([]),
  /** Team identifiers: every member may decide. */
  teams: z.array(z.string()).default([]),
  /** The leads of the team that will own the result may decide. */
  teamLeads: z.boolean().default(false),
  /** That team. */
  owningTeam: z.string().nullable().default(null),
});
export type ApprovalRule = z.infer<typeof approvalRuleSchema>;

/** People by what they are now: who fits any part of it. Looked up anew at each vote. */
export interface Approvers {
  /** As permission objects publish them: Admin, Member. */
  roles: string[];
  /** E-mail addresses in lower case. */
  users: string[];
  /** Identifiers of teams: every member. */
  teams: string[];
  /** Identifiers of teams: their leads. */
  leadsOf: string[];
}

/** One stage of a request: so many of these people have to approve. Stages are decided one after another. */
export interface ApprovalStage {
  title: string;
  /** How many; "ALL": everybody who may decide. */
  needs: number | "ALL";
  from: Approvers;
  /** The requester may be one of them. Only a rule of the action can say so. */
  selfApproval: boolean;
  /** What asks for it. */
  source: { kind: "action" | "rule" | "policy" | "budget"; title: string };
}

/** To whom a request goes that nobody has decided for so long. */
export interface Escalation {
  afterSeconds: number;
  to: Approvers;
}

/** What has to be fulfilled before a run starts, and in what time. */
export interface Requirement {
  stages: ApprovalStage[];
  requestSeconds: number;
  executionSeconds: number;
  /** Who has not voted is reminded after so long; null: never. */
  remindSeconds: number | null;
  escalation: Escalation | null;
  /** Who may start the run without the approval, beside administrators. */
  breakGlass: Approvers | null;
}

/** What an approver is told of the run beside its title: in the inbox and in notices. Secrets are masked. */
export interface ApprovalBrief {
  action: string;
  operation: "CREATE" | "DAY-2" | "DELETE";
  target: string | null;
  requester: string;
  team: string | null;
  environment: string | null;
  /** With those that the form hides. */
  inputs: Record<string, unknown>;
  plan: { create: number; update: number; delete: number; replace: number } | null;
  /** Addresses of what the plan destroys or replaces, the first of them. */
  destructive: string[];
  verdicts: { title: string; outcome: string; message: string }[];
  /** Change of the monthly cost as a decimal text with its currency; null: not estimated. */
  cost: { monthly: string; currency: string } | null;
  /** A sentence for each budget that the run touches. */
  budgets: string[];
}

/** The published body of PATCH /v1/actions/runs/{run_id}/approval, with our optional hash of what the approver saw. */
export const decisionSchema = z.strictObject({
  status: z.enum(VOTES),
  description: z
    .string()
    .trim()
    .max(2000)
    .refine((text) => !text.includes("\0"), "Contains a NUL character, which cannot be stored. Remove it.")
    .optional(),
  subjectHash: z.string().optional(),
});
export type Decision = z.infer<typeof decisionSchema>;

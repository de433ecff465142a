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

/** Who decides, and how many of them: ANY one, or ALL of those who may. */
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

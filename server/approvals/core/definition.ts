import { z } from "zod";
import { policyQuerySchema } from "@/server/actions/core/policy";
import { DURATION, secondsOf } from "./duration";

const name = z
  .string()
  .min(1, "Must not be empty.")
  .max(254)
  .regex(/^[^\p{C}]+$/u, "Must be printable text.");
const names = z.array(name).max(100);

const LONGEST = 60 * 86_400;
const duration = z
  .string()
  .regex(DURATION, "Write a number and m, h or d, as in 8h or 14d.")
  .refine((text) => !DURATION.test(text) || secondsOf(text) <= LONGEST, "Use at most 60 days.");

/** People by what they are now. */
const people = z.strictObject({
  roles: z
    .array(z.enum(["Admin", "Member"]))
    .max(2)
    .optional(),
  users: names.optional(),
  teams: names.optional(),
});

const from = people.extend({
  /** The leads of the team that will own the result. */
  teamLeads: z.boolean().optional(),
  /** The teams that own what a search of the catalog finds, such as the service that an input names. */
  owners: z
    .strictObject({ query: policyQuerySchema, who: z.enum(["members", "leads"]).default("members") })
    .optional(),
});
export type RulePeople = z.infer<typeof from>;

const namesSomebody = ({ roles, users, teams, teamLeads, owners }: RulePeople): boolean =>
  Boolean(roles?.length || users?.length || teams?.length || teamLeads || owners);

const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, "Write an amount with digits and a point, as in 500 or 99.50.");

const when = z.strictObject({
  environments: names.optional(),
  operations: z
    .array(z.enum(["CREATE", "DAY-2", "DELETE"]))
    .max(3)
    .optional(),
  /** Only plans that destroy or replace something. */
  destructive: z.boolean().optional(),
  /** Only when the monthly cost is estimated to grow by more; also when it could not be estimated. */
  monthlyCostAbove: amount.optional(),
  /** jq over .inputs, .entity, .user, .team, .environment, .operation, .plan and .cost that gives true. */
  jq: z.string().min(1).max(20_000).optional(),
});
export type RuleConditions = z.infer<typeof when>;

const stage = z.strictObject({
  title: z.string().trim().min(1).max(100).optional(),
  /** How many of them have to approve. */
  count: z.number().int().min(1, "At least one has to approve.").max(20),
  from: from.refine(namesSomebody, "Name a role, people, a team, the leads of the owning team, or owners."),
});
export type RuleStage = z.infer<typeof stage>;

const rule = z
  .strictObject({
    title: z.string().trim().min(1, "Give the rule a title.").max(100),
    when: when.optional(),
    stages: z.array(stage).min(1, "A rule has at least one stage.").max(10),
    allowSelfApproval: z.boolean().optional(),
    requestExpiresIn: duration.optional(),
    executionExpiresIn: duration.optional(),
    remindAfter: duration.optional(),
    escalateAfter: duration.optional(),
    escalateTo: people.optional(),
    breakGlass: people.optional(),
  })
  .superRefine((value, ctx) => {
    const to = value.escalateTo;
    if (Boolean(value.escalateAfter) !== Boolean(to?.roles?.length || to?.users?.length || to?.teams?.length))
      ctx.addIssue({
        code: "custom",
        path: [value.escalateAfter ? "escalateTo" : "escalateAfter"],
        message: "An escalation needs both: after how long, and to whom.",
      });
  });

/** Our own key `approvalRules` of an action: every rule whose conditions hold has to be fulfilled. */
export const approvalRulesSchema = z.array(rule).max(20);
export type ApprovalRules = z.infer<typeof approvalRulesSchema>;
export type ActionApprovalRule = ApprovalRules[number];

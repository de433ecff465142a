import { z } from "zod";
import type { CostEstimate } from "@/server/cost/schema";
import type { PlanSummary } from "@/server/pipelines/schema";
import type { ModuleSnapshot } from "@/server/runs/schema";

/** advise: shown. require_approval: people must look. deny: the run ends, unless the policy lets people override it. */
export const POLICY_EFFECTS = ["advise", "require_approval", "deny"] as const;
export type PolicyEffect = (typeof POLICY_EFFECTS)[number];

/** draft: never in force. live: judges runs, in the revision that was published. disabled: was live. */
export const POLICY_STATES = ["draft", "live", "disabled"] as const;
export type PolicyState = (typeof POLICY_STATES)[number];

export const POLICY_OPERATIONS = ["CREATE", "DAY-2", "DELETE"] as const;

/** Longest expression and longest message, in characters: more than anybody can review. */
export const MAX_EXPRESSION = 8_000;
/** Policies that are in force at once; each is evaluated for each run. */
export const MAX_LIVE_POLICIES = 100;

const noNul = (text: string) => !text.includes("\0");
const text = (max: number) =>
  z.string().trim().max(max).refine(noNul, "Contains a NUL character. Remove it.");
const names = z.array(text(200).min(1)).max(100).default([]);
/** CEL. Not trimmed: the position of a fault is one in the text as it was sent. */
const cel = z
  .string()
  .max(MAX_EXPRESSION, `Has more than ${MAX_EXPRESSION} characters. Split it into several policies.`)
  .refine((value) => value.trim() !== "", "Write an expression.")
  .refine(noNul, "Contains a NUL character. Remove it.");

/** People by what they are: the union of all that is named. */
export const policyPeopleSchema = z.strictObject({
  /** Admin or Member. */
  roles: z
    .array(z.enum(["Admin", "Member"]))
    .max(2)
    .default([]),
  /** E-mail addresses. */
  users: z.array(z.email("Write an e-mail address.").max(200)).max(100).default([]),
  /** Identifiers of teams: every member. */
  teams: names,
  /** The leads of the team that owns the result. */
  teamLeads: z.boolean().default(false),
});
export type PolicyPeople = z.infer<typeof policyPeopleSchema>;

/** A stage of approval that a policy asks for. */
export const policyStageSchema = policyPeopleSchema.extend({
  /** How many of them have to approve. */
  count: z.number().int().min(1).max(20).default(1),
});
export type PolicyStage = z.infer<typeof policyStageSchema>;

/** Which runs a policy judges: all that fit every list which is not empty. */
export const policyScopeSchema = z.strictObject({
  /** Identifiers of actions. */
  actions: names,
  blueprints: names,
  operations: z.array(z.enum(POLICY_OPERATIONS)).max(3).default([]),
  environments: names,
});
export type PolicyScope = z.infer<typeof policyScopeSchema>;

export const policyIdentifier = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "Use up to 63 lowercase letters, digits and dashes, and begin with a letter or digit.",
  )
  .refine(
    (name) => name !== "new" && name !== "try",
    "This word has a meaning in addresses. Choose another.",
  );

/** What a revision of a policy says. */
export const policyDefinitionSchema = z.strictObject({
  title: text(100).min(1, "Give the policy a title."),
  description: text(1000).default(""),
  effect: z.enum(POLICY_EFFECTS),
  scope: policyScopeSchema.default({ actions: [], blueprints: [], operations: [], environments: [] }),
  /** CEL that is true when a run passes. */
  expression: cel,
  /** CEL that gives what people read when a run does not pass. */
  message: cel,
  /** Who has to approve a run that does not pass; with the effect require_approval alone. */
  requires: policyStageSchema.nullable().default(null),
  /** Who may approve a run against the policy; with the effect deny alone. Null: nobody. */
  override: policyStageSchema.nullable().default(null),
});
export type PolicyDefinition = z.infer<typeof policyDefinitionSchema>;

/** A policy as it is created, or imported: its definition under its identifier. */
export const policyInputSchema = policyDefinitionSchema.extend({ identifier: policyIdentifier });
export type PolicyInputDefinition = z.infer<typeof policyInputSchema>;

/** A stage of approval as it stands in a verdict, in the form that approval rules have. */
export interface RequiredStage {
  title: string;
  count: number;
  from: { roles: string[]; users: string[]; teams: string[]; teamLeads: boolean };
}

/** A verdict of one policy on one run. */
export interface PolicyVerdict {
  /** Identifier of the policy. */
  policy: string;
  effect: PolicyEffect;
  outcome: "pass" | "fail" | "error";
  message: string;
  title?: string;
  /** The revision that judged: another one, another verdict. */
  revision?: number;
  /** The stage of approval that follows from it: of an approval that it requires, or of its override. */
  requires?: RequiredStage | null;
  /** A deny that people may approve nonetheless. */
  overridable?: boolean;
  /** Who asked to go on against the policy, and why. */
  overriddenBy?: { name: string; reason: string } | null;
}

/** Asked for with a run that goes on against policies which denied it before. */
export interface PolicyOverride {
  /** Identifiers of the policies. */
  policies: string[];
  reason: string;
  by: { id: string; name: string };
}

/** A budget as a policy sees it; amounts as decimal text. */
export interface PolicyBudget {
  budget: string;
  title: string;
  state: "ok" | "warn" | "extra_approval" | "blocked";
  amount: string;
  currency: string;
  adds: string | null;
  left: string | null;
}

/** Everything that policies are told of a run. Kept with the run's verdicts, so that a draft can be tried against it later. */
export interface PolicyInput {
  runId: string;
  action: { identifier: string; title: string; revision: number; operation: "CREATE" | "DAY-2" | "DELETE" };
  /** The blueprint that the action works on. */
  blueprint: string | null;
  requester: {
    id: string;
    kind: "user" | "client" | "system";
    name: string;
    email: string | null;
    role: string | null;
  };
  /** Teams of the requester, with what they are in them. */
  teams: { team: string; role: "lead" | "member" }[];
  /** The team that will own the result. */
  team: string | null;
  environment: string | null;
  /** Inputs without those that are secret. */
  inputs: Record<string, unknown>;
  /** The entity acted on as it is; null when the action creates one. */
  entity: {
    identifier: string;
    title: string | null;
    blueprint: string;
    team: string[];
    properties: Record<string, unknown>;
    relations: Record<string, unknown>;
  } | null;
  /** What the action acts on or makes. */
  target: { blueprint: string; identifier: string } | null;
  module: ModuleSnapshot | null;
  /** Sensitive values are masked in it already. */
  plan: PlanSummary | null;
  estimate: CostEstimate | null;
  budgets: PolicyBudget[];
  /** ISO 8601. */
  at: string;
}

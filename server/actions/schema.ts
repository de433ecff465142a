import { z } from "zod";
import { approvalRulesSchema } from "@/server/approvals/core/definition";
import { checkQuery } from "@/server/catalog/core/query/check";
import type { Query } from "@/server/catalog/core/query/schema";
import { deploysSchema } from "@/server/insights/core/deploys";
import { lifetimeSchema } from "@/server/lifetimes/schema";
import { actionRateCardSchema } from "@/server/cost/core/price-schemas";
import { type Invocation, invocationSchema, type RunnableInvocation } from "@/server/pipelines/schema";
import { scheduleFaults } from "./core/definition/cron";
import { userInputsSchema } from "./core/definition/user-inputs";
import { type ActionPolicy, actionPolicySchema } from "./core/policy";

export const OPERATIONS = ["CREATE", "DAY-2", "DELETE"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The identifier of an action, as published. `runs` is a route of the API. */
export const actionIdentifierSchema = z
  .string()
  .min(1, "An identifier has at least one character.")
  .max(100)
  .regex(/^(?!\.{1,2}$)[\p{L}0-9@_.+:=-]+$/u, "Use letters, digits and @ _ . + : = - only.")
  .refine((value) => value !== "runs", 'The identifier "runs" is taken by the API.');

/** The text of a button has little room. */
const buttonText = z
  .string()
  .min(1)
  .max(15)
  .regex(/^\S(.*\S)?$/, "Must not begin or end with a space.");

/** On which entities an action is offered: a search, as published. Rules of the user see who asks. */
const searchConditionSchema = z
  .looseObject({ type: z.literal("SEARCH") })
  .superRefine(({ type: _, ...query }, ctx) => {
    for (const { path, message } of checkQuery(query)) ctx.addIssue({ code: "custom", path, message });
  })
  .transform((value) => value as unknown as Query & { type: "SEARCH" });

const selfServiceSchema = z.strictObject({
  type: z.literal("self-service"),
  operation: z.enum(OPERATIONS),
  blueprintIdentifier: z.string().min(1, "Must not be empty.").max(100).optional(),
  userInputs: userInputsSchema,
  condition: searchConditionSchema.optional(),
  actionCardButtonText: buttonText.optional(),
  executeActionButtonText: buttonText.optional(),
});
export type SelfServiceTrigger = z.infer<typeof selfServiceSchema>;

const name = z.string().min(1, "Must not be empty.").max(100);
const onEntity = ["ENTITY_CREATED", "ENTITY_UPDATED", "ENTITY_DELETED", "ANY_ENTITY_CHANGE"] as const;
const onRun = ["RUN_CREATED", "RUN_UPDATED", "ANY_RUN_CHANGE"] as const;
/** What sets off an automation, as published; `SCHEDULE` is ours. */
export const EVENTS = [...onEntity, "TIMER_PROPERTY_EXPIRED", ...onRun, "SCHEDULE"] as const;
export type EventKind = (typeof EVENTS)[number];

const automationSchema = z.strictObject({
  type: z.literal("automation"),
  event: z.discriminatedUnion("type", [
    z.strictObject({ type: z.enum(onEntity), blueprintIdentifier: name }),
    z.strictObject({
      type: z.literal("TIMER_PROPERTY_EXPIRED"),
      blueprintIdentifier: name,
      propertyIdentifier: name,
    }),
    z.strictObject({ type: z.enum(onRun), actionIdentifier: name }),
    z
      .strictObject({
        type: z.literal("SCHEDULE"),
        /** Minute, hour, day of the month, month, day of the week. */
        cron: z.string().min(1, "Must not be empty.").max(100),
        /** Of the IANA database, as Europe/Berlin; UTC when left out. */
        timezone: z.string().min(1).max(64).optional(),
      })
      .superRefine(({ cron, timezone }, ctx) => {
        for (const [key, message] of Object.entries(scheduleFaults(cron, timezone)))
          ctx.addIssue({ code: "custom", path: [key], message });
      }),
  ]),
  condition: z
    .strictObject({
      type: z.literal("JQ"),
      expressions: z.array(z.string()),
      combinator: z.enum(["and", "or"]).optional(),
    })
    .optional(),
});
export type AutomationTrigger = z.infer<typeof automationSchema>;

const triggerSchema = z.discriminatedUnion("type", [selfServiceSchema, automationSchema]);

const invocation = z
  .unknown()
  .superRefine((value, ctx) => {
    const type = typeof value === "object" && value !== null ? (value as { type?: unknown }).type : undefined;
    if (!invocationSchema.options.some((option) => option.shape.type.value === type))
      ctx.addIssue({
        code: "custom",
        path: ["type"],
        message: `The backend must be one of ${invocationSchema.options.map((option) => option.shape.type.value).join(", ")}, and ${typeof type === "string" ? `"${type}" is not among them` : "the type is missing"}.`,
      });
  })
  .pipe(invocationSchema);

/** An action in the published format: one that people run from a form, or one that an event sets off. */
export const actionSchema = z.strictObject({
  identifier: actionIdentifierSchema,
  title: z.string().max(100).optional(),
  icon: z.string().max(100).optional(),
  description: z.string().max(1000).optional(),
  /** Ours: Markdown that stands beside the form. */
  documentation: z.string().max(50_000).optional(),
  /** Ours: the heading under which the gallery shows it. */
  group: z.string().trim().min(1, "Must not be empty.").max(100).optional(),
  trigger: triggerSchema,
  invocationMethod: invocation,
  requiredApproval: z.union([z.boolean(), z.strictObject({ type: z.enum(["ANY", "ALL"]) })]).optional(),
  /** Ours: what has to be approved beside, and by whom, when their conditions hold. */
  approvalRules: approvalRulesSchema.optional(),
  approvalNotification: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("email") }),
      z.strictObject({
        type: z.literal("webhook"),
        format: z.enum(["json", "slack"]).optional(),
        url: z.url(),
      }),
    ])
    .optional(),
  /** False: only administrators see it, and nobody can execute it. */
  publish: z.boolean().optional(),
  allowAnyoneToViewRuns: z.boolean().optional(),
  /** Ours: which runs of an action elsewhere go one after the other: those on one entity, all of them, or none. */
  concurrency: z.enum(["target", "action", "none"]).optional(),
  /** Ours: what it creates ends by itself. */
  lifetime: lifetimeSchema.optional(),
  /** Ours: what it costs a month, by its inputs. */
  rateCard: actionRateCardSchema.optional(),
  /** Ours: its runs are deployments, of which and where. */
  deploys: deploysSchema.optional(),
  /** Ours: the team that answers for it, by identifier. Who needs help asks it; without one, administrators. */
  ownerTeam: z.string().trim().min(1, "Must not be empty.").max(100).optional(),
  /** Ours: how long the same takes by hand, as its owner has measured it. Without it no saved hours are claimed. */
  manualMinutes: z.number().int().min(1).max(10_000).optional(),
});
export type ParsedAction = z.infer<typeof actionSchema>;
/** One that people run from a form. */
export type SelfServiceAction = ParsedAction & { trigger: SelfServiceTrigger };
/** One that this portal can carry out. */
export type RunnableAction = SelfServiceAction & { invocationMethod: RunnableInvocation };

export const isSelfService = (action: ParsedAction): action is SelfServiceAction =>
  action.trigger.type === "self-service";

/** A definition as it is stored and given out: as it was sent. */
export type ActionDefinition = Omit<ParsedAction, "invocationMethod"> & { invocationMethod: Invocation };

/** Roles, e-mail addresses and team identifiers: printable text. */
const names = z
  .array(
    z
      .string()
      .min(1)
      .max(254)
      .regex(/^[^\p{C}]+$/u, "Must be printable text."),
  )
  .max(200);
const policy = actionPolicySchema.nullable();

/**
 * Who may run an action and who approves it, in the published format; `teamLeads` is ours. Where there is a policy, it alone
 * says who may execute or approve, and the lists of `execute` say who sees the action.
 */
export const permissionsPatchSchema = z.strictObject({
  execute: z
    .strictObject({ roles: names, users: names, teams: names, ownedByTeam: z.boolean(), policy })
    .partial()
    .optional(),
  approve: z
    .strictObject({ roles: names, users: names, teams: names, teamLeads: z.boolean(), policy })
    .partial()
    .optional(),
});
export type PermissionsPatch = z.infer<typeof permissionsPatchSchema>;

export interface ActionPermissions {
  execute: {
    roles: string[];
    users: string[];
    teams: string[];
    ownedByTeam: boolean;
    policy?: ActionPolicy | null;
  };
  approve: {
    roles: string[];
    users: string[];
    teams: string[];
    teamLeads: boolean;
    policy?: ActionPolicy | null;
  };
}

/** Everybody may ask, and a lead of the owning team or an administrator decides where approval is asked for. */
export const DEFAULT_PERMISSIONS: ActionPermissions = {
  execute: { roles: ["Admin", "Member"], users: [], teams: [], ownedByTeam: false, policy: null },
  approve: { roles: ["Admin"], users: [], teams: [], teamLeads: true, policy: null },
};

export const actionFilterSchema = z.strictObject({
  blueprint: z.string().optional(),
  operation: z.enum(OPERATIONS).optional(),
  /** Only what the actor may execute on this entity of `blueprint`. */
  entity: z.string().optional(),
});
export type ActionFilter = z.infer<typeof actionFilterSchema>;

/** Sent with a request so that sending it again has no second effect: 1 to 255 printable ASCII characters. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, "Must have 1 to 255 printable characters.");

/** What a person fills in: values by input, and the entity to act on. */
export const executeSchema = z.strictObject({
  properties: z.record(z.string(), z.unknown()),
  entity: z.string().optional(),
});
export type ExecuteInput = z.infer<typeof executeSchema>;

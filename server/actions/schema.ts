import { z } from "zod";
import { BACKEND_KINDS, type Invocation, invocationSchema } from "@/server/pipelines/schema";
import type { PropertyDefinitions } from "@/server/properties/schema";

export const OPERATIONS = ["CREATE", "DAY-2", "DELETE"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The identifier of an action, as published. `runs` is a route of the API. */
export const actionIdentifierSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^(?!\.{1,2}$)[\p{L}0-9@_.+:=-]+$/u, "Use letters, digits and @ _ . + : = - only.")
  .refine((value) => value !== "runs", 'The identifier "runs" is taken by the API.');

/** A heading among the inputs of a form. */
const titleSchema = z.strictObject({
  title: z.string().min(1).max(140),
  description: z.string().max(1000).optional(),
  visible: z.boolean().optional(),
});

const stepSchema = z.strictObject({
  title: z.string().min(1).max(140),
  order: z.array(z.string()).min(1),
  visible: z.boolean().optional(),
});

const userInputsSchema = z.strictObject({
  /** Checked by the property language; see core/check.ts. */
  properties: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .transform((value) => value as unknown as PropertyDefinitions),
  required: z.array(z.string()).optional(),
  order: z.array(z.string()).optional(),
  titles: z.record(z.string(), titleSchema).optional(),
  steps: z.array(stepSchema).min(1).optional(),
});
export type UserInputs = z.infer<typeof userInputsSchema>;

/** The text of a button has little room. */
const buttonText = z.string().min(1).max(15);

const triggerSchema = z.strictObject({
  type: z.literal("self-service", { error: 'Only the trigger type "self-service" exists in this portal.' }),
  operation: z.enum(OPERATIONS),
  blueprintIdentifier: z.string().min(1).max(100).optional(),
  userInputs: userInputsSchema,
  actionCardButtonText: buttonText.optional(),
  executeActionButtonText: buttonText.optional(),
});

const runnable = z
  .unknown()
  .superRefine((value, ctx) => {
    const type = typeof value === "object" && value !== null ? (value as { type?: unknown }).type : undefined;
    if (!(BACKEND_KINDS as readonly unknown[]).includes(type))
      ctx.addIssue({
        code: "custom",
        path: ["type"],
        message: `This portal runs ${BACKEND_KINDS.join(", ")}, and ${typeof type === "string" ? `"${type}" is not among them` : "the type is missing"}.`,
      });
  })
  .pipe(invocationSchema);

/** A self-service action in the published format. What the portal cannot carry out it refuses, rather than ignore it. */
export const actionSchema = z.strictObject({
  identifier: actionIdentifierSchema,
  title: z.string().max(100).optional(),
  icon: z.string().max(100).optional(),
  description: z.string().max(1000).optional(),
  trigger: triggerSchema,
  invocationMethod: runnable,
  requiredApproval: z.union([z.boolean(), z.strictObject({ type: z.enum(["ANY", "ALL"]) })]).optional(),
  /** False: only administrators see it, and nobody can execute it. */
  publish: z.boolean().optional(),
  allowAnyoneToViewRuns: z.boolean().optional(),
});
export type ParsedAction = z.infer<typeof actionSchema>;

/** A definition as it is stored and given out: as it was sent. */
export interface ActionDefinition {
  identifier: string;
  title?: string;
  icon?: string;
  description?: string;
  trigger: ParsedAction["trigger"];
  invocationMethod: Invocation;
  requiredApproval?: boolean | { type: "ANY" | "ALL" };
  publish?: boolean;
  allowAnyoneToViewRuns?: boolean;
}

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
/** A policy is computed from catalog data; a portal that cannot compute it must not pretend to obey it. */
const noPolicy = z.null({
  error: "Policies on permissions are not evaluated by this portal. Leave it out, or null.",
});

/** Who may run an action and who approves it, in the published format; `teamLeads` is ours. */
export const permissionsPatchSchema = z.strictObject({
  execute: z
    .strictObject({ roles: names, users: names, teams: names, ownedByTeam: z.boolean(), policy: noPolicy })
    .partial()
    .optional(),
  approve: z
    .strictObject({ roles: names, users: names, teams: names, teamLeads: z.boolean(), policy: noPolicy })
    .partial()
    .optional(),
});
export type PermissionsPatch = z.infer<typeof permissionsPatchSchema>;

export interface ActionPermissions {
  execute: { roles: string[]; users: string[]; teams: string[]; ownedByTeam: boolean };
  approve: { roles: string[]; users: string[]; teams: string[]; teamLeads: boolean };
}

/** Everybody may ask, and a lead of the owning team or an administrator decides where approval is asked for. */
export const DEFAULT_PERMISSIONS: ActionPermissions = {
  execute: { roles: ["Admin", "Member"], users: [], teams: [], ownedByTeam: false },
  approve: { roles: ["Admin"], users: [], teams: [], teamLeads: true },
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

import { z } from "zod";

export const BACKEND_KINDS = ["TERRAFORM"] as const;
export type BackendKind = (typeof BACKEND_KINDS)[number];

/** A value of a payload: `{{ jq }}` inside strings is evaluated against the run's context. */
export const templateValueSchema: z.ZodType<unknown> = z.json();

/** How outputs become an entity, in the shape that UPSERT_ENTITY publishes. */
export const entityMappingSchema = z.strictObject({
  identifier: z.string().min(1),
  title: z.string().optional(),
  icon: z.string().optional(),
  team: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), templateValueSchema).default({}),
  relations: z.record(z.string(), templateValueSchema).default({}),
});
export type EntityMapping = z.infer<typeof entityMappingSchema>;

/** `invocationMethod` of an action that Terraform or OpenTofu carries out. Our own key in the published format. */
export const terraformInvocationSchema = z.strictObject({
  type: z.literal("TERRAFORM"),
  /** A folder under templates/, whose module/ is planned and applied. */
  template: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  operation: z.enum(["apply", "destroy"]).default("apply"),
  /** The connection whose variables Terraform finds in its environment. */
  connection: z.string().optional(),
  /** Terraform variables; strings may hold `{{ jq }}` over .inputs, .entity, .trigger, .run. */
  variables: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/), templateValueSchema).default({}),
  /** The entity that stands for the result; with operation destroy the entity acted on is removed. */
  mapping: entityMappingSchema.optional(),
  /** Minutes until Terraform is interrupted; default 60. */
  timeoutMinutes: z.number().int().min(1).max(1440).default(60),
});
export type TerraformInvocation = z.infer<typeof terraformInvocationSchema>;

export const invocationSchema = z.discriminatedUnion("type", [terraformInvocationSchema]);
export type Invocation = z.infer<typeof invocationSchema>;

export type PlanAction = "create" | "update" | "delete" | "replace" | "read" | "no-op" | "forget";

/** One attribute of a planned change. Values of sensitive attributes never get here. */
export interface AttributeChange {
  path: string;
  before: unknown;
  after: unknown;
  sensitive: boolean;
  unknownAfter: boolean;
  forcesReplacement: boolean;
}

export interface ResourceChange {
  address: string;
  type: string;
  name: string;
  provider: string;
  action: PlanAction;
  /** Why a replacement, in words. */
  reason: string | null;
  attributes: AttributeChange[];
}

/** A plan as people see it: destructive changes first, sensitive values masked. */
export interface PlanSummary {
  counts: { create: number; update: number; delete: number; replace: number };
  resources: ResourceChange[];
  outputs: { name: string; action: PlanAction; sensitive: boolean; before: unknown; after: unknown; unknownAfter: boolean }[];
  /** Nothing to do. */
  empty: boolean;
  terraformVersion: string;
}

import { z } from "zod";

const document = z.record(z.string(), z.unknown());

/** One transaction writes a bundle, and holds the chain of the audit log for as long; 20,000 entities take it some ten seconds. */
export const MAX_BUNDLE_ENTITIES = 20_000;
/** Checked against one another at once. */
export const MAX_BUNDLE_DEFINITIONS = 2_000;

/**
 * All definitions of a portal, and if asked its entities, as one document. Each definition is in the published format, so
 * that a bundle can be put together from files. What is left out is left as it is, unless the plan prunes.
 */
export const bundleSchema = z.strictObject({
  version: z.literal(1, { error: "This portal reads bundles of version 1." }),
  blueprints: z.array(document).max(MAX_BUNDLE_DEFINITIONS).default([]),
  /** By blueprint, as somebody set them; a blueprint without has the defaults. */
  permissions: z.record(z.string(), document).optional(),
  /** Blueprints that are left out of lists. */
  hidden: z.array(z.string()).optional(),
  actions: z.array(document).max(MAX_BUNDLE_DEFINITIONS).optional(),
  /** By action; an action without has the defaults. */
  actionPermissions: z.record(z.string(), document).optional(),
  /** With `live`, whether they judge runs; what is in force, rather than drafts. */
  policies: z.array(document).max(MAX_BUNDLE_DEFINITIONS).optional(),
  /** Without the values of sensitive variables, which nobody can read: a portal that has none stored needs them added. */
  variableSets: z.array(document).max(MAX_BUNDLE_DEFINITIONS).optional(),
  /** Pages of widgets and their folders, in the order of the navigation. */
  pages: z.array(document).max(MAX_BUNDLE_DEFINITIONS).optional(),
  /** Surveys that are not archived, without their waves. */
  surveys: z.array(document).max(MAX_BUNDLE_DEFINITIONS).optional(),
  entities: z
    .array(document)
    .max(
      MAX_BUNDLE_ENTITIES,
      `A bundle has at most ${MAX_BUNDLE_ENTITIES} entities, since it is written in one transaction. Split it by blueprint, or use the bulk routes.`,
    )
    .optional(),
});
export type Bundle = z.infer<typeof bundleSchema>;
export type BundleInput = z.input<typeof bundleSchema>;

export const STEP_TYPES = [
  "blueprint",
  "permissions",
  "action",
  "policy",
  "variable_set",
  "page",
  "survey",
  "entity",
] as const;
export type StepType = (typeof STEP_TYPES)[number];
export type StepKind = "create" | "change" | "delete" | "same";

export interface BundleChange {
  path: (string | number)[];
  before?: unknown;
  after?: unknown;
}

/** What a bundle does to one thing. An entity's identifier has its blueprint before it: `service/checkout`. */
export interface BundleStep {
  type: StepType;
  identifier: string;
  kind: StepKind;
  changes: BundleChange[];
}

export interface BundlePlan {
  /** Entities that stay as they are are counted alone. */
  steps: BundleStep[];
  counts: Record<StepKind, number>;
  /** Why it would be refused, with paths from the root of the bundle. */
  issues: { path: (string | number)[]; message: string }[];
}

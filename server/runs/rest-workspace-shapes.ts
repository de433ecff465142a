import { z } from "@hono/zod-openapi";
import { DRIFT_STATUSES, WORKSPACE_STATUSES } from "./schema";

/** Parts that the routes of workspaces, drift and plans share. */

export const byWorkspace = z.object({ workspace_id: z.uuid() });

export const workspace = z
  .object({
    id: z.string(),
    name: z.string(),
    blueprint: z.string(),
    entity: z.string(),
    template: z.string(),
    templateVersion: z.string().nullable(),
    team: z.string().nullable(),
    status: z.enum(WORKSPACE_STATUSES),
    heldByRun: z.string().nullable(),
    locked: z.boolean(),
    driftStatus: z.enum(DRIFT_STATUSES),
    driftSince: z.string().nullable(),
    driftCheckedAt: z.string().nullable(),
    driftAccepted: z.boolean(),
    resources: z.number().nullable(),
    version: z.number().nullable(),
    updatedAt: z.string(),
  })
  .openapi("Workspace");

export const lock = z.object({
  id: z.string(),
  who: z.string().nullable(),
  runId: z.string().nullable(),
  at: z.string().nullable(),
  /** Whether the run that took it still goes on. */
  alive: z.boolean(),
});

export const stateVersion = z
  .object({ version: z.number(), serial: z.number(), createdAt: z.string() })
  .passthrough();

const action = z.enum(["create", "update", "delete", "replace", "read", "no-op", "forget"]);

export const resourceChange = z
  .object({
    address: z.string(),
    type: z.string(),
    name: z.string(),
    provider: z.string(),
    action,
    reason: z.string().nullable(),
    attributes: z.array(
      z.object({
        path: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        sensitive: z.boolean(),
        unknownAfter: z.boolean(),
        forcesReplacement: z.boolean(),
      }),
    ),
  })
  .openapi("ResourceChange");

export const planOutputs = z.array(
  z.object({
    name: z.string(),
    action,
    sensitive: z.boolean(),
    before: z.unknown(),
    after: z.unknown(),
    unknownAfter: z.boolean(),
  }),
);

export const changes = z
  .object({
    counts: z.object({ create: z.number(), update: z.number(), delete: z.number(), replace: z.number() }),
    resources: z.array(resourceChange),
    outputs: planOutputs,
    /** Nothing to do. */
    empty: z.boolean(),
  })
  .openapi("Changes");

export const plan = changes.extend({ terraformVersion: z.string() }).openapi("Plan");

export const planFailure = z.object({
  code: z.string(),
  message: z.string(),
  advice: z.string().nullable(),
  diagnostics: z.array(z.unknown()),
});

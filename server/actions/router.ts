import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { actionFilterSchema, executeSchema, idempotencyKeySchema } from "./schema";
import { permissionProcedures } from "./router-permissions";
import { executeAction } from "./service/execute";
import { mendDrift } from "./service/mend";
import { secretsToGive } from "./service/secrets-anew";
import { previewPlan } from "./service/plan-preview";
import { rerunAction } from "./service/rerun";
import { formProcedures, formTrialProcedures } from "./router-form";
import { definitionProcedures } from "./router-definitions";
import { galleryProcedures } from "./router-gallery";
import { payloadProcedures } from "./router-payload";
import { listActions, previewApproval } from "./service/form";
import { previewCost } from "./service/preview-cost";
import { previewPolicies } from "./service/preview-policies";

const byIdentifier = z.strictObject({ identifier: z.string().min(1).max(100) });

export const actionsRouter = router({
  ...definitionProcedures,
  ...payloadProcedures,
  ...galleryProcedures,
  ...formProcedures,
  ...formTrialProcedures,
  /** What the actor may execute. */
  list: procedure("actions.read")
    .input(actionFilterSchema.optional())
    .query(({ ctx, input }) => listActions(ctx, input)),
  /** Who would have to approve with the values so far. */
  approval: procedure("actions.execute")
    .input(byIdentifier.extend(executeSchema.shape))
    .query(({ ctx, input: { identifier, ...input } }) => previewApproval(ctx, identifier, input)),
  /** What policies say to the values so far. */
  policies: procedure("actions.execute")
    .input(byIdentifier.extend(executeSchema.shape))
    .query(({ ctx, input: { identifier, ...input } }) => previewPolicies(ctx, identifier, input)),
  /** What a request with the values so far would cost. */
  cost: procedure("actions.execute")
    .input(byIdentifier.extend(executeSchema.shape))
    .query(({ ctx, input: { identifier, ...input } }) => previewCost(ctx, identifier, input)),
  execute: procedure("actions.execute")
    .input(byIdentifier.extend({ ...executeSchema.shape, idempotencyKey: idempotencyKeySchema.optional() }))
    .mutation(async ({ ctx, input: { identifier, idempotencyKey, ...input } }) => {
      const run = await executeAction(ctx, identifier, input, { idempotencyKey });
      return { runId: run.id };
    }),
  /** What it would change with these values: a plan that nothing applies, without run or approval. */
  planPreview: procedure("actions.execute")
    .input(byIdentifier.extend(executeSchema.shape))
    .mutation(({ ctx, input: { identifier, ...input } }) => previewPlan(ctx, identifier, input)),
  /** What was last applied to a drifted workspace, once more. */
  mendDrift: procedure("actions.execute")
    .input(
      z.strictObject({
        workspaceId: z.uuid(),
        idempotencyKey: idempotencyKeySchema.optional(),
        /** Secret inputs of that run, which are not kept. */
        secrets: z.record(z.string().max(200), z.json()).optional(),
      }),
    )
    .mutation(({ ctx, input }) => mendDrift(ctx, input)),
  /** Secret inputs that have to be given again to repeat what was last applied to a workspace. */
  secretsToGive: procedure("actions.execute")
    .input(z.strictObject({ workspaceId: z.uuid() }))
    .query(({ ctx, input }) => secretsToGive(ctx, input.workspaceId)),
  /** The inputs of an earlier run again, under today's rules. */
  rerun: procedure("actions.execute")
    .input(
      z.strictObject({
        runId: z.string().min(1).max(100),
        idempotencyKey: idempotencyKeySchema.optional(),
        /** Why it is to go on against the policies that denied it. */
        overrideReason: z.string().trim().min(1, "Give a reason.").max(2000).optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => ({ runId: (await rerunAction(ctx, input)).id })),
  ...permissionProcedures,
});

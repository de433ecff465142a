import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { actionFilterSchema, executeSchema, idempotencyKeySchema } from "./schema";
import {
  createAction,
  deleteAction,
  getAction,
  listRevisions,
  replaceAction,
  selectActions,
} from "./service/definitions";
import { permissionProcedures } from "./router-permissions";
import { executeAction } from "./service/execute";
import { rerunAction } from "./service/rerun";
import { formProcedures } from "./router-form";
import { galleryProcedures } from "./router-gallery";
import { payloadProcedures } from "./router-payload";
import { listActions, previewApproval } from "./service/form";

const byIdentifier = z.strictObject({ identifier: z.string().min(1).max(100) });
/** Checked by the verb, which names every fault with its place. */
const definition = z.record(z.string(), z.unknown());

export const actionsRouter = router({
  ...payloadProcedures,
  ...galleryProcedures,
  ...formProcedures,
  /** What the actor may execute. */
  list: procedure("actions.read")
    .input(actionFilterSchema.optional())
    .query(({ ctx, input }) => listActions(ctx, input)),
  /** Whole definitions, for those who look after them. */
  definitions: procedure("actions.manage").query(({ ctx }) => selectActions(ctx, {})),
  get: procedure("actions.read")
    .input(byIdentifier)
    .query(({ ctx, input }) => getAction(ctx, input.identifier)),
  revisions: procedure("actions.manage")
    .input(byIdentifier)
    .query(({ ctx, input }) => listRevisions(ctx, input.identifier)),
  /** Who would have to approve with the values so far. */
  approval: procedure("actions.execute")
    .input(byIdentifier.extend(executeSchema.shape))
    .query(({ ctx, input: { identifier, ...input } }) => previewApproval(ctx, identifier, input)),
  execute: procedure("actions.execute")
    .input(byIdentifier.extend({ ...executeSchema.shape, idempotencyKey: idempotencyKeySchema.optional() }))
    .mutation(async ({ ctx, input: { identifier, idempotencyKey, ...input } }) => {
      const run = await executeAction(ctx, identifier, input, { idempotencyKey });
      return { runId: run.id };
    }),
  /** The inputs of an earlier run again, under today's rules. */
  rerun: procedure("actions.execute")
    .input(
      z.strictObject({ runId: z.string().min(1).max(100), idempotencyKey: idempotencyKeySchema.optional() }),
    )
    .mutation(async ({ ctx, input }) => ({ runId: (await rerunAction(ctx, input)).id })),
  create: procedure("actions.manage")
    .input(z.strictObject({ definition }))
    .mutation(({ ctx, input }) => createAction(ctx, input.definition)),
  update: procedure("actions.manage")
    .input(byIdentifier.extend({ definition, revision: z.number().int().optional() }))
    .mutation(({ ctx, input: { identifier, definition: next, revision } }) =>
      replaceAction(ctx, identifier, next, { revision }),
    ),
  delete: procedure("actions.manage")
    .input(byIdentifier)
    .mutation(({ ctx, input }) => deleteAction(ctx, input.identifier)),
  ...permissionProcedures,
});

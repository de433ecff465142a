import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { applyBundle, planBundle } from "./service/apply";
import { exportBundle } from "./service/export";

/** Read by the verbs, so that each fault has its path in the bundle itself. */
const bundle = z.record(z.string(), z.unknown());
const input = z.strictObject({ bundle, prune: z.boolean().optional() });

export const bundleRouter = router({
  export: procedure("blueprints.manage")
    .input(
      z
        .strictObject({
          blueprints: z.array(z.string()).max(2000).optional(),
          entities: z.boolean().optional(),
        })
        .optional(),
    )
    .query(({ ctx, input: options }) => exportBundle(ctx, options)),
  /** A mutation, since a bundle is too long for the address of a query; it changes nothing. */
  plan: procedure("blueprints.manage")
    .input(input)
    .mutation(({ ctx, input: { bundle: document, ...options } }) => planBundle(ctx, document, options)),
  /** Named so since "apply" is a word that tRPC keeps for itself. */
  applyPlan: procedure("blueprints.manage")
    .input(input)
    .mutation(({ ctx, input: { bundle: document, ...options } }) => applyBundle(ctx, document, options)),
});

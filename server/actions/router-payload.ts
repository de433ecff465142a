import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { renderPayload } from "./service/render-payload";

export const payloadProcedures = {
  /** What the backend would be sent; a mutation, since definitions and values may be large. It changes nothing. */
  renderPayload: procedure("actions.manage")
    .input(
      z.strictObject({
        definition: z.record(z.string(), z.unknown()),
        as: z.string().min(1).max(254).optional(),
        entity: z.string().min(1).max(1000).optional(),
        values: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .mutation(({ ctx, input }) => renderPayload(ctx, input)),
};

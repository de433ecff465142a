import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { permissionsPatchSchema } from "./schema";
import { getPermissions, updatePermissions } from "./service/permissions";
import { tryPolicy } from "./service/try-policy";

const byIdentifier = z.strictObject({ identifier: z.string().min(1).max(100) });

/** Who may execute and approve an action. */
export const permissionProcedures = {
  permissions: procedure("actions.manage")
    .input(byIdentifier)
    .query(({ ctx, input }) => getPermissions(ctx, input.identifier)),
  updatePermissions: procedure("actions.manage")
    .input(byIdentifier.extend({ permissions: z.record(z.string(), z.unknown()) }))
    .mutation(({ ctx, input }) => updatePermissions(ctx, input.identifier, input.permissions)),
  /** What permissions that are not saved yet would say to somebody; a mutation, since values may be large. */
  tryPolicy: procedure("actions.manage")
    .input(
      z.strictObject({
        identifier: z.string().min(1).max(100).optional(),
        definition: z.record(z.string(), z.unknown()).optional(),
        permissions: permissionsPatchSchema,
        as: z.string().min(1).max(254).optional(),
        entity: z.string().min(1).max(1000).optional(),
        values: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .mutation(({ ctx, input }) => tryPolicy(ctx, input)),
};

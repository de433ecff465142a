import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { getPermissions, myRights, setPermissions } from "./service/permissions";

const name = z.string().min(1).max(1000);

/** What the actor may do: for greying out what they may not. */
export const accessRouter = router({
  mine: procedure("catalog.read")
    .input(z.strictObject({ blueprint: name, identifier: name.optional() }))
    .query(({ ctx, input }) => myRights(ctx, input.blueprint, input.identifier)),
});

/** Who may do what with a blueprint's entities: part of the procedures of blueprints. */
export const permissionProcedures = {
  permissions: procedure("permissions.manage")
    .input(z.strictObject({ identifier: name }))
    .query(({ ctx, input }) => getPermissions(ctx, input.identifier)),
  /** Replaces all of them, null with the defaults; `revision` is the one that was edited. */
  setPermissions: procedure("permissions.manage")
    .input(
      z.strictObject({
        identifier: name,
        permissions: z.record(z.string(), z.unknown()).nullable(),
        revision: z.number().int().min(0).optional(),
      }),
    )
    .mutation(({ ctx, input: { identifier, permissions, ...options } }) =>
      setPermissions(ctx, identifier, permissions, options),
    ),
};

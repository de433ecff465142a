import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { permissionsSchema } from "./core/permissions";
import { getPermissions, updatePermissions } from "./service/permissions";

const params = z.object({ blueprint_identifier: z.string().min(1) });
const answer = z.object({
  ok: z.literal(true),
  permissions: permissionsSchema.meta({ id: "BlueprintPermissions" }),
});
const thePermissions = {
  200: { description: "Who may do what, with defaults for what nobody has set", schema: answer },
};

/** Permissions of blueprints; mounted by the routes of blueprints. */
export const permissionsRest = restRouter();

permissionsRest.openapi(
  route({
    permission: "permissions.manage",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/permissions",
    summary: "Permissions of a blueprint",
    request: { params },
    answers: thePermissions,
  }),
  async (c) => {
    const { permissions } = await getPermissions(c.get("context"), c.req.valid("param").blueprint_identifier);
    return c.json({ ok: true as const, permissions }, 200);
  },
);

permissionsRest.openapi(
  route({
    permission: "permissions.manage",
    method: "patch",
    path: "/blueprints/{blueprint_identifier}/permissions",
    summary: "Change what is given of a blueprint's permissions",
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: permissionsSchema } } },
    },
    answers: thePermissions,
  }),
  async (c) => {
    const { permissions } = await updatePermissions(
      c.get("context"),
      c.req.valid("param").blueprint_identifier,
      c.req.valid("json"),
    );
    return c.json({ ok: true as const, permissions }, 200);
  },
);

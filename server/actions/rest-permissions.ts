import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { permissionsPatchSchema } from "./schema";
import { getPermissions, updatePermissions } from "./service/permissions";

const params = z.object({ action_identifier: z.string().min(1) });
const permissions = z
  .object({ execute: z.record(z.string(), z.unknown()), approve: z.record(z.string(), z.unknown()) })
  .openapi("ActionPermissions");
const thePermissions = {
  200: {
    description: "Who may execute and approve",
    schema: z.object({ ok: z.literal(true), permissions }),
  },
};

/** Permissions of actions; mounted by the routes of actions. */
export const actionPermissionsRest = restRouter();

actionPermissionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/actions/{action_identifier}/permissions",
    summary: "Get who may execute and approve an action",
    request: { params },
    answers: thePermissions,
  }),
  async (c) => {
    const found = await getPermissions(c.get("context"), c.req.valid("param").action_identifier);
    return c.json({ ok: true as const, permissions: found }, 200);
  },
);

actionPermissionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "patch",
    path: "/actions/{action_identifier}/permissions",
    summary: "Change who may execute and approve an action",
    description: "What is not given stays. A policy of null takes the policy away.",
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: permissionsPatchSchema } } },
    },
    answers: thePermissions,
  }),
  async (c) => {
    const changed = await updatePermissions(
      c.get("context"),
      c.req.valid("param").action_identifier,
      c.req.valid("json"),
    );
    return c.json({ ok: true as const, permissions: changed }, 200);
  },
);

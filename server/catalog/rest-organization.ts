import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { getOrganization, updateOrganization } from "./service/organization";

const ok = z.literal(true);
const organization = z
  .object({ id: z.string(), name: z.string(), settings: z.object({ hiddenBlueprints: z.array(z.string()) }) })
  .meta({ id: "Organization" });

/** Settings of the whole portal, as far as it has them; mounted by the routes of blueprints. */
export const organizationRest = restRouter();

organizationRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/organization",
    summary: "Settings of the portal",
    answers: { 200: { description: "The settings", schema: z.object({ ok, organization }) } },
  }),
  async (c) => c.json({ ok: true as const, organization: await getOrganization(c.get("context")) }, 200),
);

organizationRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "patch",
    path: "/organization",
    summary: "Change settings of the portal: which blueprints are left out of lists",
    request: {
      body: {
        required: true,
        content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
      },
    },
    answers: { 200: { description: "They are changed", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await updateOrganization(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const }, 200);
  },
);

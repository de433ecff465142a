import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { blueprintCreateSchema } from "./core/blueprint-schema";
import { systemStructure } from "./service/system/seed";

/** System blueprints; mounted by the routes of blueprints. */
export const systemRest = restRouter();

systemRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/system/{identifier}/structure",
    summary: "What the portal itself defines of a system blueprint",
    request: { params: z.object({ identifier: z.string().min(1) }) },
    answers: {
      200: {
        description: "The blueprint without what people added to it",
        schema: z.object({ ok: z.literal(true), blueprint: blueprintCreateSchema }),
      },
    },
  }),
  (c) => {
    const blueprint = systemStructure(c.get("context"), c.req.valid("param").identifier);
    return c.json({ ok: true as const, blueprint: blueprint as z.infer<typeof blueprintCreateSchema> }, 200);
  },
);

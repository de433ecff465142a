import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { propertiesHistorySchema } from "./core/property-history";
import { json, ok } from "./rest-shapes";
import { propertiesHistory } from "./service/property-history";

const result = z.object({
  minDate: z.number(),
  maxDate: z.number(),
  data: z.array(z.unknown()),
  series: z.array(
    z.object({
      property: z.string(),
      points: z.array(z.object({ date: z.number(), value: z.unknown() })),
    }),
  ),
});

/** What entities were; mounted by the routes of the catalog. */
export const historyRest = restRouter();

historyRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/entities/properties-history",
    summary: "The values that properties of an entity had, interval by interval",
    request: { body: json(propertiesHistorySchema) },
    answers: { 200: { description: "The values", schema: z.object({ ok, result }) } },
  }),
  async (c) =>
    c.json(
      { ok: true as const, result: await propertiesHistory(c.get("context"), c.req.valid("json")) },
      200,
    ),
);

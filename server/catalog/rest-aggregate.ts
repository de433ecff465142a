import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { aggregateSchema, overTimeSchema } from "./core/aggregate-schema";
import { aggregateEntities } from "./service/aggregate-entities";
import { aggregateOverTime } from "./service/aggregate-over-time";

const ok = z.literal(true);
const json = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Numbers over entities; mounted by the routes of blueprints. */
export const aggregateRest = restRouter();

aggregateRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/entities/aggregate",
    summary: "A number over the entities of a query, or how many have each value",
    request: { body: json(aggregateSchema) },
    answers: {
      200: {
        description: "The number, or the values with their numbers",
        schema: z.object({
          ok,
          result: z.union([z.number(), z.null(), z.array(z.object({ value, count: z.number().int() }))]),
          matchingBlueprints: z.array(z.string()),
          failedBlueprints: z.array(z.string()),
          /** None: published as part of the answer. */
          entities: z.array(z.record(z.string(), z.unknown())),
        }),
      },
    },
  }),
  async (c) => {
    const answer = await aggregateEntities(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, ...answer, failedBlueprints: [], entities: [] }, 200);
  },
);

aggregateRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/entities/aggregate-over-time",
    summary: "Numbers over the entities of a query by hour, day, week, month or quarter",
    request: { body: json(overTimeSchema) },
    answers: {
      200: {
        description: "A point for each unit of time, with a number by series",
        schema: z.object({
          ok,
          result: z.object({
            minDate: z.number(),
            maxDate: z.number(),
            data: z.array(z.record(z.string(), z.number())),
          }),
        }),
      },
    },
  }),
  async (c) => {
    const { minDate, maxDate, data } = await aggregateOverTime(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, result: { minDate, maxDate, data } }, 200);
  },
);

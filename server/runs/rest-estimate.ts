import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { ESTIMATE_SOURCES } from "@/server/cost/schema";
import { takeInfracost } from "./service/infracost";

const estimate = z
  .object({
    source: z.enum(ESTIMATE_SOURCES),
    currency: z.string(),
    /** Change of the monthly cost as decimal text; null when nothing could be estimated. */
    monthly: z.string().nullable(),
    lines: z.array(z.object({ label: z.string(), monthly: z.string(), basis: z.string() })),
    notCovered: z.array(z.string()),
  })
  .openapi("CostEstimate");

export const estimateRest = restRouter();

estimateRest.openapi(
  route({
    permission: "runs.report",
    method: "post",
    path: "/actions/runs/{run_id}/estimate",
    summary: "Give a run that is not approved yet the estimate of an Infracost JSON (version 0.2)",
    request: {
      params: z.object({ run_id: z.string() }),
      body: {
        required: true,
        content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
      },
    },
    answers: {
      200: {
        description: "The estimate, and what the budgets say of it",
        schema: z.object({
          ok: z.literal(true),
          estimate,
          budgets: z.array(z.object({ title: z.string(), state: z.string(), message: z.string() })),
        }),
      },
    },
  }),
  async (c) => {
    const taken = await takeInfracost(c.get("context"), c.req.valid("param").run_id, c.req.valid("json"));
    const budgets = taken.budgets.map(({ title, state, message }) => ({ title, state, message }));
    return c.json({ ok: true as const, estimate: taken.estimate, budgets }, 200);
  },
);

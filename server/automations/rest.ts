import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, wire } from "@/server/api/rest-parts";
import { FIRING_OUTCOMES, firingsFilterSchema } from "./schema";
import { automationActivity, listFirings } from "./service/read";
import { rerunAutomation } from "./service/rerun";

/** What became of the events that automations listen to. */
export const automationsRest = restRouter();

const outcome = z.enum(FIRING_OUTCOMES);
const firing = z
  .object({
    id: z.string(),
    automation: z.string(),
    event: z.string(),
    blueprint: z.string().nullable(),
    subject: z.string().nullable(),
    kind: z.enum(["entity", "recomputation", "timer", "run", "schedule"]),
    outcome,
    reason: z.string().nullable(),
    runId: z.string().nullable(),
    depth: z.number(),
    at: z.string(),
    decidedAt: z.string().nullable(),
  })
  .openapi("AutomationFiring");

automationsRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/automation-firings",
    summary: "List events that automations listened to, the newest first",
    request: {
      query: firingsFilterSchema.extend({
        outcome: z.preprocess(
          (value) => (value === undefined || Array.isArray(value) ? value : [value]),
          z.array(outcome).optional(),
        ),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
    },
    answers: {
      200: answered("The firings; pass `nextCursor` as `cursor` for the next page", {
        firings: z.array(firing),
        nextCursor: z.string().nullable(),
      }),
    },
  }),
  async (c) => {
    const page = await listFirings(c.get("context"), c.req.valid("query"));
    return c.json({ ok: true as const, ...wire(page) }, 200);
  },
);

automationsRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/automation-activity",
    summary: "How often each automation ran in the last seven days",
    answers: {
      200: answered("Those for which an event came", {
        activity: z.array(
          z.object({
            actionId: z.string(),
            fired: z.number(),
            failed: z.number(),
            lastFiredAt: z.string().nullable(),
          }),
        ),
      }),
    },
  }),
  async (c) => c.json({ ok: true as const, activity: wire(await automationActivity(c.get("context"))) }, 200),
);

automationsRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/automation-runs/{run_id}/rerun",
    summary: "Run an automation again for the event of an earlier run",
    request: { params: z.object({ run_id: z.string().min(1).max(40) }) },
    answers: { 202: answered("The new run", { runId: z.string() }) },
  }),
  async (c) => {
    const run = await rerunAutomation(c.get("context"), c.req.valid("param").run_id);
    return c.json({ ok: true as const, runId: run.id }, 202);
  },
);

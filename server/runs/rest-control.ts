import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body } from "@/server/api/rest-parts";
import { publishedRunSchema } from "./rest-shapes";
import { acknowledgeRun } from "./service/acknowledge";
import { cancelRun } from "./service/cancel";
import { completeManual } from "./service/manual";
import { publishRun } from "./service/publish";

/** What people do with a run that is under way. */
export const runControlRest = restRouter();

const params = z.object({ run_id: z.string().min(1).max(100) });
const text = z.string().trim().max(2000);
const run = answered("The run", { run: publishedRunSchema });

runControlRest.openapi(
  route({
    permission: "runs.control",
    method: "post",
    path: "/actions/runs/{run_id}/cancel",
    summary: "Cancel a run, at whatever stage it is",
    request: { params, ...body(z.strictObject({ reason: text.optional() })) },
    answers: { 200: run },
  }),
  async (c) => {
    const { reason } = c.req.valid("json");
    const cancelled = await cancelRun(c.get("context"), c.req.valid("param").run_id, reason || null);
    return c.json({ ok: true as const, run: await publishRun(c.get("context"), cancelled) }, 200);
  },
);

runControlRest.openapi(
  route({
    permission: "runs.control",
    method: "post",
    path: "/actions/runs/{run_id}/acknowledge",
    summary: "Answer for what an interrupted run left, as a lead of the owning team or an administrator",
    request: {
      params,
      ...body(
        z.strictObject({
          reason: text.min(1, "Say what you found and did."),
          useRescuedState: z.boolean().optional(),
        }),
      ),
    },
    answers: { 200: run },
  }),
  async (c) => {
    const { run_id: id } = c.req.valid("param");
    const acknowledged = await acknowledgeRun(c.get("context"), id, c.req.valid("json"));
    return c.json({ ok: true as const, run: await publishRun(c.get("context"), acknowledged) }, 200);
  },
);

runControlRest.openapi(
  route({
    permission: "runs.report",
    method: "post",
    path: "/actions/runs/{run_id}/complete",
    summary: "Say of work by hand that it is done, or why it could not be",
    request: { params, ...body(z.strictObject({ done: z.boolean(), note: text.default("") })) },
    answers: { 200: run },
  }),
  async (c) => {
    const { run_id: id } = c.req.valid("param");
    const done = await completeManual(c.get("context"), id, c.req.valid("json"));
    return c.json({ ok: true as const, run: await publishRun(c.get("context"), done) }, 200);
  },
);

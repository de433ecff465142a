import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { publishedRunSchema } from "@/server/runs/rest-shapes";
import { publishRun } from "@/server/runs/service/publish";
import { answered, body, byAction } from "./rest-shapes";
import { executeSchema, idempotencyKeySchema } from "./schema";
import { previewPlan } from "./service/plan-preview";
import { mendDrift } from "./service/mend";
import { rerunAction } from "./service/rerun";

/** What comes before a run, and after it: previews, the same again, and the mending of drift. */
export const actionPlansRest = restRouter();

const headers = z.object({ "idempotency-key": idempotencyKeySchema.optional() });

actionPlansRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/actions/{action_identifier}/plans",
    summary: "Ask what an action would change with these values; nothing applies it",
    request: { params: byAction, ...body(executeSchema) },
    answers: { 202: answered("It is under way: see /v1/plans/{plan_id}", { planId: z.string() }) },
  }),
  async (c) => {
    const { action_identifier: identifier } = c.req.valid("param");
    const asked = await previewPlan(c.get("context"), identifier, c.req.valid("json"));
    return c.json({ ok: true as const, ...asked }, 202);
  },
);

actionPlansRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/actions/runs/{run_id}/rerun",
    summary: "Request the same again, under the rules of today",
    request: {
      params: z.object({ run_id: z.string().min(1).max(100) }),
      headers,
      ...body(
        z.strictObject({ overrideReason: z.string().trim().min(1, "Give a reason.").max(2000).optional() }),
      ),
    },
    answers: { 202: answered("The new run", { run: publishedRunSchema }) },
  }),
  async (c) => {
    const run = await rerunAction(c.get("context"), {
      runId: c.req.valid("param").run_id,
      idempotencyKey: c.req.valid("header")["idempotency-key"],
      ...c.req.valid("json"),
    });
    return c.json({ ok: true as const, run: await publishRun(c.get("context"), run) }, 202);
  },
);

actionPlansRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/workspaces/{workspace_id}/drift/mend",
    summary: "Apply once more what was applied last to a workspace that has drifted",
    request: { params: z.object({ workspace_id: z.uuid() }), headers },
    answers: { 202: answered("The run", { runId: z.string() }) },
  }),
  async (c) => {
    const idempotencyKey = c.req.valid("header")["idempotency-key"];
    const { workspace_id: workspaceId } = c.req.valid("param");
    return c.json(
      { ok: true as const, ...(await mendDrift(c.get("context"), { workspaceId, idempotencyKey })) },
      202,
    );
  },
);

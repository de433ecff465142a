import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { decisionSchema } from "@/server/approvals/schema";
import { decide } from "@/server/approvals/service/decide";
import { approversOf } from "@/server/approvals/service/read";
import { toPublishedRun } from "@/server/runs/core/published";
import { publishedRunSchema } from "@/server/runs/rest-shapes";
import { publishRun } from "@/server/runs/service/publish";
import { getRun } from "@/server/runs/service/read";
import { definitionsRest } from "./rest-definitions";
import { revisionsRest } from "./rest-revisions";
import { answered, body, byAction, version } from "./rest-shapes";
import { actionPermissionsRest } from "./rest-permissions";
import { executeSchema, idempotencyKeySchema } from "./schema";
import { executeAction } from "./service/execute";
import { executeAs } from "./service/run-as";

const byRun = z.object({ run_id: z.string().min(1) });
export const actionsRest = restRouter();
actionsRest.route("/", definitionsRest);
actionsRest.route("/", revisionsRest);
actionsRest.route("/", actionPermissionsRest);

actionsRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/actions/{action_identifier}/runs",
    summary: "Execute an action",
    description:
      "With an Idempotency-Key, the same request again within 24 hours gives the same run. With `run_as`, the run is requested in that person's name and with what they may do, for clients with the role of an administrator.",
    request: {
      params: byAction,
      query: z.strictObject({ run_as: z.email().optional(), version }),
      headers: z.object({ "idempotency-key": idempotencyKeySchema.optional() }),
      ...body(executeSchema),
    },
    answers: { 202: answered("The run", { run: publishedRunSchema }) },
  }),
  async (c) => {
    const ctx = c.get("context");
    const { action_identifier: identifier } = c.req.valid("param");
    const idempotencyKey = c.req.valid("header")["idempotency-key"];
    const { run_as: email } = c.req.valid("query");
    const run = await (email === undefined
      ? executeAction(ctx, identifier, c.req.valid("json"), { idempotencyKey })
      : executeAs(ctx, identifier, c.req.valid("json"), { email, idempotencyKey }));
    return c.json({ ok: true as const, run: toPublishedRun(run) }, 202);
  },
);

actionsRest.openapi(
  route({
    permission: "approvals.decide",
    method: "patch",
    path: "/actions/runs/{run_id}/approval",
    summary: "Approve or decline a run",
    request: { params: byRun, query: z.strictObject({ version }), ...body(decisionSchema) },
    answers: { 201: answered("The run", { run: publishedRunSchema }) },
  }),
  async (c) => {
    const { run_id: runId } = c.req.valid("param");
    await decide(c.get("context"), runId, c.req.valid("json"));
    return c.json(
      { ok: true as const, run: await publishRun(c.get("context"), await getRun(c.get("context"), runId)) },
      201,
    );
  },
);

const approver = z.object({
  userId: z.string(),
  state: z.enum(["PENDING", "APPROVED", "DECLINED"]),
  description: z.string().optional(),
});

actionsRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/actions/runs/{run_id}/approvers",
    summary: "List who approved or declined a run, and who still can",
    request: {
      params: byRun,
      query: z.strictObject({ include_pending_approvers: z.enum(["true", "false"]).default("false") }),
    },
    answers: { 200: answered("The approvers", { approvers: z.array(approver) }) },
  }),
  async (c) => {
    const { run_id: runId } = c.req.valid("param");
    const pending = c.req.valid("query").include_pending_approvers === "true";
    // Whoever may see the run may see who decides on it.
    await getRun(c.get("context"), runId);
    const approvers = (await approversOf(c.get("context"), runId)).filter(
      (a) => pending || a.state !== "PENDING",
    );
    return c.json(
      {
        ok: true as const,
        approvers: approvers.map(({ userId, state, reason }) => ({
          userId,
          state,
          ...(reason === null ? {} : { description: reason }),
        })),
      },
      200,
    );
  },
);

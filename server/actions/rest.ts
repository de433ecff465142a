import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { decisionSchema } from "@/server/approvals/schema";
import { decide } from "@/server/approvals/service/decide";
import { approversOf } from "@/server/approvals/service/read";
import { toPublishedRun } from "@/server/runs/core/published";
import { publishedRunSchema } from "@/server/runs/rest";
import { getRun } from "@/server/runs/service/read";
import { executeSchema, idempotencyKeySchema, OPERATIONS } from "./schema";
import { createAction, deleteAction, getAction, replaceAction, selectActions } from "./service/definitions";
import { executeAction } from "./service/execute";
import { actionPermissionsRest } from "./rest-permissions";

const ok = z.literal(true);
const byAction = z.object({ action_identifier: z.string().min(1) });
const byRun = z.object({ run_id: z.string().min(1) });
const version = z.enum(["v1", "v2"]).optional();
/** A parameter that may be given once or several times. */
const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((v) => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item).optional());

/** The published shape; the verb checks it and names every fault with its place. */
const definition = z.record(z.string(), z.unknown()).openapi({
  example: {
    identifier: "create_database",
    trigger: {
      type: "self-service",
      operation: "CREATE",
      blueprintIdentifier: "database",
      userInputs: { properties: {} },
    },
    invocationMethod: { type: "TERRAFORM", template: "postgres-database" },
  },
});
const action = z.object({ identifier: z.string() }).passthrough().openapi("Action");
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});
const answered = <T extends z.ZodRawShape>(description: string, shape: T) => ({
  description,
  schema: z.object({ ok, ...shape }),
});

export const actionsRest = restRouter();
actionsRest.route("/", actionPermissionsRest);

actionsRest.openapi(
  route({
    permission: "actions.read",
    method: "get",
    path: "/actions",
    summary: "List actions",
    request: {
      query: z.strictObject({
        action_identifier: many(z.string()),
        blueprint_identifier: many(z.string()),
        operation: many(z.enum(OPERATIONS)),
        published: z.enum(["true", "false"]).optional(),
        trigger_type: z.enum(["self-service", "automation"]).optional(),
        trigger_event: many(z.string()),
        trigger_event_action_identifier: many(z.string()),
        version,
      }),
    },
    answers: { 200: answered("The actions", { actions: z.array(action) }) },
  }),
  async (c) => {
    const q = c.req.valid("query");
    const selection = {
      identifiers: q.action_identifier,
      blueprints: q.blueprint_identifier,
      operations: q.operation,
    };
    // All actions here are self-service: what selects by automation selects none.
    const automations =
      q.trigger_type === "automation" ||
      q.trigger_event !== undefined ||
      q.trigger_event_action_identifier !== undefined;
    return c.json(
      { ok: true as const, actions: automations ? [] : await selectActions(c.get("context"), selection) },
      200,
    );
  },
);

actionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "post",
    path: "/actions",
    summary: "Create an action",
    request: body(definition),
    answers: { 201: answered("The action", { action }) },
  }),
  async (c) =>
    c.json({ ok: true as const, action: await createAction(c.get("context"), c.req.valid("json")) }, 201),
);

actionsRest.openapi(
  route({
    permission: "actions.read",
    method: "get",
    path: "/actions/{action_identifier}",
    summary: "Get an action",
    request: { params: byAction, query: z.strictObject({ version }) },
    answers: { 200: answered("The action", { action }) },
  }),
  async (c) =>
    c.json(
      {
        ok: true as const,
        action: await getAction(c.get("context"), c.req.valid("param").action_identifier),
      },
      200,
    ),
);

actionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "put",
    path: "/actions/{action_identifier}",
    summary: "Change an action",
    request: { params: byAction, ...body(definition) },
    answers: { 200: answered("The action", { action }) },
  }),
  async (c) =>
    c.json(
      {
        ok: true as const,
        action: await replaceAction(
          c.get("context"),
          c.req.valid("param").action_identifier,
          c.req.valid("json"),
        ),
      },
      200,
    ),
);

actionsRest.openapi(
  route({
    permission: "actions.manage",
    method: "delete",
    path: "/actions/{action_identifier}",
    summary: "Delete an action",
    request: { params: byAction },
    answers: { 200: answered("It is deleted", {}) },
  }),
  async (c) => {
    await deleteAction(c.get("context"), c.req.valid("param").action_identifier);
    return c.json({ ok: true as const }, 200);
  },
);

actionsRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/actions/{action_identifier}/runs",
    summary: "Execute an action",
    description: "With an Idempotency-Key, the same request again within 24 hours gives the same run.",
    request: {
      params: byAction,
      headers: z.object({ "idempotency-key": idempotencyKeySchema.optional() }),
      ...body(executeSchema),
    },
    answers: { 202: answered("The run", { run: publishedRunSchema }) },
  }),
  async (c) => {
    const run = await executeAction(
      c.get("context"),
      c.req.valid("param").action_identifier,
      c.req.valid("json"),
      {
        idempotencyKey: c.req.valid("header")["idempotency-key"],
      },
    );
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
    return c.json({ ok: true as const, run: toPublishedRun(await getRun(c.get("context"), runId)) }, 201);
  },
);

const approver = z.object({
  userId: z.string(),
  state: z.enum(["PENDING", "APPROVED", "DECLINED"]),
  description: z.string().nullable(),
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
        approvers: approvers.map(({ userId, state, reason }) => ({ userId, state, description: reason })),
      },
      200,
    );
  },
);

import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { addComment, commentInput, listComments } from "./service/comments";
import { delegate, delegationInput, listDelegations, revoke } from "./service/delegations";
import { breakGlass, withdrawRequest } from "./service/withdraw";

const ok = z.literal(true);
const byRun = z.object({ run_id: z.string().min(1).max(100) });
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});
const answered = <T extends z.ZodRawShape>(description: string, shape: T) => ({
  description,
  schema: z.object({ ok, ...shape }),
});
const comment = z
  .object({
    id: z.string(),
    author: z.object({ name: z.string(), email: z.string() }),
    text: z.string(),
    createdAt: z.string(),
  })
  .openapi("ApprovalComment");
const delegation = z
  .object({
    id: z.string(),
    direction: z.enum(["given", "received"]),
    person: z.object({ name: z.string(), email: z.string() }),
    reason: z.string(),
    startsAt: z.string(),
    endsAt: z.string(),
  })
  .openapi("ApprovalDelegation");

export const approvalsRest = restRouter();

approvalsRest.openapi(
  route({
    permission: "approvals.read",
    method: "get",
    path: "/actions/runs/{run_id}/approval/comments",
    summary: "List the comments on the approval request of a run",
    request: { params: byRun },
    answers: { 200: answered("The comments, the oldest first", { comments: z.array(comment) }) },
  }),
  async (c) => {
    const comments = await listComments(c.get("context"), c.req.valid("param").run_id);
    return c.json(
      {
        ok: true as const,
        comments: comments.map((one) => ({ ...one, createdAt: one.createdAt.toISOString() })),
      },
      200,
    );
  },
);

approvalsRest.openapi(
  route({
    permission: "approvals.read",
    method: "post",
    path: "/actions/runs/{run_id}/approval/comments",
    summary: "Comment on the approval request of a run",
    request: { params: byRun, ...body(z.strictObject({ text: commentInput })) },
    answers: { 201: answered("The comment", { comment: z.object({ id: z.string() }) }) },
  }),
  async (c) => {
    const { text } = c.req.valid("json");
    const added = await addComment(c.get("context"), c.req.valid("param").run_id, text);
    return c.json({ ok: true as const, comment: added }, 201);
  },
);

approvalsRest.openapi(
  route({
    permission: "runs.control",
    method: "post",
    path: "/actions/runs/{run_id}/approval/withdraw",
    summary: "Withdraw the approval request of a run that you requested; the run ends as cancelled",
    request: {
      params: byRun,
      ...body(z.strictObject({ reason: z.string().trim().max(2000).optional() })),
    },
    answers: { 200: answered("It was withdrawn", {}) },
  }),
  async (c) => {
    const { reason } = c.req.valid("json");
    await withdrawRequest(c.get("context"), c.req.valid("param").run_id, reason || null);
    return c.json({ ok: true as const }, 200);
  },
);

approvalsRest.openapi(
  route({
    permission: "approvals.read",
    method: "post",
    path: "/actions/runs/{run_id}/approval/break-glass",
    summary: "Start a run without its approval, with a reason; every approver is told",
    request: {
      params: byRun,
      ...body(
        z.strictObject({ reason: z.string().max(2000), confirmation: z.string().max(100) }).openapi({
          example: { reason: "Production is down and nobody answers.", confirmation: "r_7Hk2mQ9xVbT4nZ8w" },
        }),
      ),
    },
    answers: { 200: answered("It starts", {}) },
  }),
  async (c) => {
    await breakGlass(c.get("context"), c.req.valid("param").run_id, c.req.valid("json"));
    return c.json({ ok: true as const }, 200);
  },
);

approvalsRest.openapi(
  route({
    permission: "approvals.read",
    method: "get",
    path: "/approval-delegations",
    summary: "List who decides in your place, and in whose place you decide",
    answers: { 200: answered("What is not over", { delegations: z.array(delegation) }) },
  }),
  async (c) => {
    const delegations = (await listDelegations(c.get("context"))).map((one) => ({
      ...one,
      startsAt: one.startsAt.toISOString(),
      endsAt: one.endsAt.toISOString(),
    }));
    return c.json({ ok: true as const, delegations }, 200);
  },
);

approvalsRest.openapi(
  route({
    permission: "approvals.decide",
    method: "post",
    path: "/approval-delegations",
    summary: "Name somebody who decides in your place for a time",
    request: body(
      z.strictObject({
        ...delegationInput.shape,
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.iso.datetime({ offset: true }),
      }),
    ),
    answers: { 201: answered("The delegation", { delegation: z.object({ id: z.string() }) }) },
  }),
  async (c) => {
    const { startsAt, endsAt, ...rest } = c.req.valid("json");
    const input = { ...rest, startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    return c.json({ ok: true as const, delegation: await delegate(c.get("context"), input) }, 201);
  },
);

approvalsRest.openapi(
  route({
    permission: "approvals.decide",
    method: "delete",
    path: "/approval-delegations/{delegation_id}",
    summary: "Take a delegation back",
    request: { params: z.object({ delegation_id: z.uuid() }) },
    answers: { 200: answered("It was taken back", {}) },
  }),
  async (c) => {
    await revoke(c.get("context"), c.req.valid("param").delegation_id);
    return c.json({ ok: true as const }, 200);
  },
);

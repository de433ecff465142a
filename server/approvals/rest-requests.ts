import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, wire } from "@/server/api/rest-parts";
import { APPROVAL_STATUSES, VOTES } from "./schema";
import { type ApprovalView, getRequest, listInbox } from "./service/read";

/** Requests for approval as those see them whom they concern. To decide on one is a PATCH of its run. */
export const approvalRequestsRest = restRouter();

const stage = z.object({
  title: z.string(),
  /** Who decides, as a sentence. */
  text: z.string(),
  source: z.object({ kind: z.enum(["action", "rule", "policy", "budget"]), title: z.string() }),
  approved: z.number(),
  /** How many are needed; for all, how many there are. */
  needed: z.number(),
  fulfilled: z.boolean(),
});
const request = z
  .object({
    id: z.string(),
    runId: z.string(),
    title: z.string(),
    status: z.enum(APPROVAL_STATUSES),
    /** Index of the stage that is being decided. */
    stage: z.number(),
    stages: z.array(stage),
    /** Send it with the decision: it is refused when the request is no longer what was looked at. */
    subjectHash: z.string(),
    requester: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }),
    createdAt: z.string(),
    requestExpiresAt: z.string(),
    decidedAt: z.string().nullable(),
    executionExpiresAt: z.string().nullable(),
    closedReason: z.string().nullable(),
    /** Who started the run without the approval, and why. */
    broken: z.object({ name: z.string(), reason: z.string() }).nullable(),
    votes: z.array(
      z.object({
        userId: z.string(),
        name: z.string(),
        email: z.string(),
        inPlaceOf: z.string().nullable(),
        vote: z.enum(VOTES),
        reason: z.string().nullable(),
        at: z.string(),
      }),
    ),
    /** Why you may decide; empty: you may not. */
    why: z.array(z.string()),
  })
  .openapi("ApprovalRequest");

const published = (view: ApprovalView & { why: string[] }) => {
  const { id, runId, title, status, subjectHash, requester, closedReason, broken, votes, why } = view;
  const { createdAt, requestExpiresAt, decidedAt, executionExpiresAt } = view;
  return wire({
    ...{ id, runId, title, status, subjectHash, requester, closedReason, broken, votes, why },
    ...{ createdAt, requestExpiresAt, decidedAt, executionExpiresAt },
    stage: view.stage,
    stages: view.stages.map((one) => ({
      title: one.title,
      text: one.text,
      source: one.source,
      approved: one.approved,
      needed: one.needed,
      fulfilled: one.fulfilled,
    })),
  });
};

approvalRequestsRest.openapi(
  route({
    permission: "approvals.read",
    method: "get",
    path: "/approvals",
    summary: "List what waits for your decision, what you requested, and what you decided",
    answers: {
      200: answered("The requests", {
        toDecide: z.array(request),
        requested: z.array(request),
        decided: z.array(request),
      }),
    },
  }),
  async (c) => {
    const { toDecide, requested, decided } = await listInbox(c.get("context"));
    return c.json(
      {
        ok: true as const,
        toDecide: toDecide.map(published),
        requested: requested.map(published),
        decided: decided.map(published),
      },
      200,
    );
  },
);

approvalRequestsRest.openapi(
  route({
    permission: "approvals.read",
    method: "get",
    path: "/actions/runs/{run_id}/approval/stages",
    summary: "How far the approval of a run is, stage by stage",
    request: { params: z.object({ run_id: z.string().min(1).max(100) }) },
    answers: {
      200: answered("The request, and what you may do with it", {
        request,
        can: z.object({ decide: z.boolean(), withdraw: z.boolean(), breakGlass: z.boolean() }),
      }),
    },
  }),
  async (c) => {
    const found = await getRequest(c.get("context"), c.req.valid("param").run_id);
    const can = { decide: found.canDecide, withdraw: found.mayWithdraw, breakGlass: found.mayBreakGlass };
    return c.json({ ok: true as const, request: published(found), can }, 200);
  },
);

import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body, wire } from "@/server/api/rest-parts";
import { byWorkspace, plan, planFailure } from "./rest-workspace-shapes";
import { DRIFT_STATUSES, SPECULATIVE_STATUSES } from "./schema";
import {
  acceptDrift,
  checkDrift,
  driftInterval,
  driftSettingsInput,
  getDrift,
  getDriftSettings,
  setDriftInterval,
  setDriftSettings,
} from "./service/drift/checks";
import { cancelPreview, getPreview } from "./service/speculative/request";

/** Plans that nothing applies: previews of one's own, and what has changed behind the back of Terraform. */
export const plansRest = restRouter();

const byPlan = z.object({ plan_id: z.uuid() });
const begun = answered("It is under way", { planId: z.string() });
const settings = z.object({ intervalMinutes: z.number(), concurrency: z.number() });
const idOf = (c: { req: { valid(from: "param"): { workspace_id: string } } }) =>
  c.req.valid("param").workspace_id;

plansRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/plans/{plan_id}",
    summary: "How a preview of your own stands, and what it found",
    request: { params: byPlan },
    answers: {
      200: answered("The preview", {
        plan: z.object({
          id: z.string(),
          status: z.enum(SPECULATIVE_STATUSES),
          title: z.string(),
          target: z
            .object({ blueprint: z.string(), identifier: z.string(), title: z.string().nullable() })
            .nullable(),
          plan: plan.nullable(),
          failure: planFailure.nullable(),
          cancelRequested: z.boolean(),
          createdAt: z.string(),
          endedAt: z.string().nullable(),
        }),
      }),
    },
  }),
  async (c) => {
    const found = await getPreview(c.get("context"), c.req.valid("param").plan_id);
    return c.json({ ok: true as const, plan: wire(found) }, 200);
  },
);

plansRest.openapi(
  route({
    permission: "runs.read",
    method: "post",
    path: "/plans/{plan_id}/cancel",
    summary: "Stop a preview of your own",
    request: { params: byPlan },
    answers: { 200: answered("It stops", {}) },
  }),
  async (c) => {
    await cancelPreview(c.get("context"), c.req.valid("param").plan_id);
    return c.json({ ok: true as const }, 200);
  },
);

plansRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/workspaces/{workspace_id}/drift",
    summary: "What has changed behind the back of Terraform, and what the last checks found",
    request: { params: byWorkspace },
    answers: {
      200: answered("How it stands", {
        drift: z.object({
          status: z.enum(DRIFT_STATUSES),
          since: z.string().nullable(),
          checkedAt: z.string().nullable(),
          intervalMinutes: z.number().nullable(),
          effectiveMinutes: z.number(),
          accepted: z
            .object({ fingerprint: z.string(), by: z.string(), reason: z.string(), at: z.string() })
            .nullable(),
          plan: plan.nullable(),
          failure: planFailure.nullable(),
          checking: z.boolean(),
          checks: z.array(
            z.object({
              id: z.string(),
              status: z.string(),
              by: z.string(),
              at: z.string(),
              endedAt: z.string().nullable(),
              resources: z.number().nullable(),
            }),
          ),
        }),
      }),
    },
  }),
  async (c) => {
    const { can: _can, ...drift } = await getDrift(c.get("context"), idOf(c));
    return c.json({ ok: true as const, drift: wire(drift) }, 200);
  },
);

plansRest.openapi(
  route({
    permission: "runs.control",
    method: "post",
    path: "/workspaces/{workspace_id}/drift/checks",
    summary: "Look at a workspace now; the result is at its drift",
    request: { params: byWorkspace },
    answers: { 202: begun },
  }),
  async (c) => c.json({ ok: true as const, ...(await checkDrift(c.get("context"), idOf(c))) }, 202),
);

plansRest.openapi(
  route({
    permission: "runs.control",
    method: "post",
    path: "/workspaces/{workspace_id}/drift/accept",
    summary: "Take the drift of now as it is; another one is told anew",
    request: { params: byWorkspace, ...body(z.strictObject({ reason: z.string().max(2000) })) },
    answers: { 200: answered("It is accepted", {}) },
  }),
  async (c) => {
    await acceptDrift(c.get("context"), idOf(c), c.req.valid("json").reason);
    return c.json({ ok: true as const }, 200);
  },
);

plansRest.openapi(
  route({
    permission: "runs.control",
    method: "put",
    path: "/workspaces/{workspace_id}/drift/interval",
    summary: "Set how often a workspace is checked: minutes, 0 for never, null as all are",
    request: { params: byWorkspace, ...body(z.strictObject({ minutes: driftInterval.nullable() })) },
    answers: { 200: answered("It is set", {}) },
  }),
  async (c) => {
    await setDriftInterval(c.get("context"), idOf(c), c.req.valid("json").minutes);
    return c.json({ ok: true as const }, 200);
  },
);

plansRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/drift-settings",
    summary: "How often workspaces are checked unless they say otherwise",
    answers: { 200: answered("The settings", { settings }) },
  }),
  async (c) => c.json({ ok: true as const, settings: await getDriftSettings(c.get("context")) }, 200),
);

plansRest.openapi(
  route({
    permission: "state.manage",
    method: "put",
    path: "/drift-settings",
    summary: "Set how often workspaces are checked unless they say otherwise",
    request: body(driftSettingsInput),
    answers: { 200: answered("The settings", { settings }) },
  }),
  async (c) => {
    await setDriftSettings(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, settings: await getDriftSettings(c.get("context")) }, 200);
  },
);

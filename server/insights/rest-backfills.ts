import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body, wire } from "@/server/api/rest-parts";
import { BACKFILL_SOURCES, BACKFILL_STATUSES } from "./core/backfill-parts";
import { backfillSchema } from "./core/backfill";
import { type BackfillView, cancelBackfill, getBackfill, startBackfill } from "./service/backfill/verbs";

/** Fetching the past from GitHub and GitLab. */
export const backfillsRest = restRouter();

const params = z.object({ id: z.uuid() });
const count = z.number().int();
const shape = z
  .object({
    id: z.string(),
    source: z.enum(BACKFILL_SOURCES),
    connection: z.string(),
    repositories: z.array(z.string()),
    parts: z.array(z.string()),
    from: z.string(),
    to: z.string(),
    status: z.enum(BACKFILL_STATUSES),
    progress: z.number(),
    waitUntil: z.string().nullable(),
    ...{ requests: count, created: count, updated: count, unchanged: count, refused: count },
    problems: z.array(z.string()),
  })
  .openapi("Backfill");

const published = (view: BackfillView) => {
  const { startsAt, endsAt, createdAt: _c, createdByName: _b, endedAt: _e, current: _now, ...facts } = view;
  return wire({ ...facts, from: startsAt, to: endsAt });
};
const answer = answered("The back-fill", { backfill: shape });

backfillsRest.openapi(
  route({
    permission: "insights.manage",
    method: "post",
    path: "/insights/backfills",
    summary: "Fetch what happened in a span from GitHub or GitLab, by the credentials of a connection",
    request: body(backfillSchema.clone() as typeof backfillSchema),
    answers: { 201: answer },
  }),
  async (c) => {
    const backfill = await startBackfill(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, backfill: published(backfill) }, 201);
  },
);

backfillsRest.openapi(
  route({
    permission: "insights.manage",
    method: "get",
    path: "/insights/backfills/{id}",
    summary: "How far a back-fill is",
    request: { params },
    answers: { 200: answer },
  }),
  async (c) => {
    const backfill = await getBackfill(c.get("context"), c.req.valid("param").id);
    return c.json({ ok: true as const, backfill: published(backfill) }, 200);
  },
);

backfillsRest.openapi(
  route({
    permission: "insights.manage",
    method: "post",
    path: "/insights/backfills/{id}/cancel",
    summary: "End a back-fill where it stands; what it has brought stays",
    request: { params },
    answers: { 200: answer },
  }),
  async (c) => {
    const backfill = await cancelBackfill(c.get("context"), c.req.valid("param").id);
    return c.json({ ok: true as const, backfill: published(backfill) }, 200);
  },
);

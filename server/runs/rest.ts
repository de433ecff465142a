import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { LIVE_STATUSES } from "./core/lifecycle";
import { toPublishedRun } from "./core/published";
import { PUBLISHED_STATUSES, RUN_STATUSES } from "./schema";
import { getRun, page, runLogs } from "./service/read";

const named = z.object({
  identifier: z.string(),
  title: z.string().nullable().optional(),
  icon: z.string().nullable().optional(),
  deleted: z.boolean().optional(),
});

/** A run as the API gives it out. */
export const publishedRunSchema = z
  .object({
    id: z.string().openapi({ example: "r_7Hk2mQ9xVbT4nZ8w" }),
    blueprint: named.optional(),
    entity: named.optional(),
    action: named,
    properties: z.record(z.string(), z.unknown()),
    requiredApproval: z.union([z.boolean(), z.object({ type: z.enum(["ANY", "ALL"]) })]),
    source: z.enum(["UI", "API", "AUTOMATION"]),
    status: z.enum(PUBLISHED_STATUSES),
    statusLabel: z.string().nullable(),
    link: z.array(z.string()),
    summary: z.string().optional(),
    createdBy: z.string(),
    updatedBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    endedAt: z.string().optional(),
    state: z.enum(RUN_STATUSES),
    failure: z
      .object({ stage: z.string(), code: z.string(), message: z.string(), advice: z.string().nullable() })
      .optional(),
  })
  .openapi("Run");

/** A parameter that may be given once or several times. */
const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((v) => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item).optional());

const REQUIRED = ["id", "action", "properties", "requiredApproval", "source", "status"];

const listQuery = z.strictObject({
  entity: z.string().optional(),
  blueprint: z.string().optional(),
  action: z.string().optional(),
  active: z.enum(["true", "false"]).optional(),
  user_email: z.string().optional(),
  user_id: z.string().optional(),
  external_run_id: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  source: many(z.enum(["UI", "API", "AUTOMATION"])),
  exclude: many(z.string()),
  version: z.enum(["v1", "v2"]).optional(),
});

export const runsRest = restRouter();

runsRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/actions/runs",
    summary: "List runs that you may see, the newest first",
    request: { query: listQuery },
    answers: {
      200: {
        description: "The runs",
        schema: z.object({ ok: z.literal(true), runs: z.array(publishedRunSchema.partial()) }),
      },
    },
  }),
  async (c) => {
    const q = c.req.valid("query");
    const origins = q.source?.flatMap((s) => (s === "AUTOMATION" ? (["JOB", "SYSTEM"] as const) : [s]));
    // No run has a number in another system yet, so looking for one finds none.
    const found = q.external_run_id
      ? []
      : (
          await page(c.get("context"), {
            entity: q.entity,
            blueprint: q.blueprint,
            action: q.action,
            status: q.active === "true" ? LIVE_STATUSES : undefined,
            requesterEmail: q.user_email?.toLowerCase(),
            requesterId: q.user_id,
            origins,
            limit: q.limit,
          })
        ).runs;
    const hidden = new Set(q.exclude?.filter((key) => !REQUIRED.includes(key)));
    const runs = found.map((run) =>
      Object.fromEntries(Object.entries(toPublishedRun(run)).filter(([key]) => !hidden.has(key))),
    );
    return c.json({ ok: true as const, runs }, 200);
  },
);

runsRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/actions/runs/{run_id}",
    summary: "Get a run",
    request: {
      params: z.object({ run_id: z.string() }),
      query: z.strictObject({ version: z.enum(["v1", "v2"]).optional() }),
    },
    answers: {
      200: { description: "The run", schema: z.object({ ok: z.literal(true), run: publishedRunSchema }) },
    },
  }),
  async (c) =>
    c.json(
      { ok: true as const, run: toPublishedRun(await getRun(c.get("context"), c.req.valid("param").run_id)) },
      200,
    ),
);

const logSchema = z
  .object({
    id: z.string(),
    runId: z.string(),
    message: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .openapi("RunLog");

runsRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/actions/runs/{run_id}/logs",
    summary: "Get the log of a run",
    request: {
      params: z.object({ run_id: z.string() }),
      query: z.strictObject({
        limit: z.coerce.number().int().min(1).max(50).default(50),
        offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
      }),
    },
    answers: {
      200: {
        description: "Lines in order",
        schema: z.object({ ok: z.literal(true), runLogs: z.array(logSchema) }),
      },
    },
  }),
  async (c) => {
    const runId = c.req.valid("param").run_id;
    const { limit, offset } = c.req.valid("query");
    // Lines are numbered from 1 without gap, so to skip `offset` lines is to start after that number.
    const lines = await runLogs(c.get("context"), { runId, after: offset, limit });
    const entries = lines.map((l) => ({
      id: `${runId}:${l.seq}`,
      runId,
      message: l.text,
      createdBy: "system",
      createdAt: l.at.toISOString(),
    }));
    return c.json({ ok: true as const, runLogs: entries }, 200);
  },
);

import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { claimsRest } from "./rest-claims";
import { runReportsRest } from "./rest-reports";
import { logSchema, publishedLog, publishedRunSchema } from "./rest-shapes";
import { LIVE_STATUSES } from "./core/lifecycle";
import { publishRun, publishRuns } from "./service/publish";
import { getRun, page, runLogs } from "./service/read";

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
// "ack" and "claim-pending" are no ids of runs.
runsRest.route("/", claimsRest);
runsRest.route("/", runReportsRest);

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
    const { runs: found } = await page(c.get("context"), {
      entity: q.entity,
      blueprint: q.blueprint,
      action: q.action,
      status: q.active === "true" ? LIVE_STATUSES : undefined,
      requesterEmail: q.user_email?.toLowerCase(),
      requesterId: q.user_id,
      externalRunId: q.external_run_id,
      origins,
      limit: q.limit,
    });
    const hidden = new Set(q.exclude?.filter((key) => !REQUIRED.includes(key)));
    const runs = (await publishRuns(c.get("context"), found)).map((run) =>
      Object.fromEntries(Object.entries(run).filter(([key]) => !hidden.has(key))),
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
  async (c) => {
    const run = await getRun(c.get("context"), c.req.valid("param").run_id);
    return c.json({ ok: true as const, run: await publishRun(c.get("context"), run) }, 200);
  },
);

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
    const lines = await runLogs(c.get("context"), {
      runId,
      after: offset,
      part: { lines: limit, characters: 10_000_000 },
    });
    const entries = lines.map((line) => publishedLog(runId, line));
    return c.json({ ok: true as const, runLogs: entries }, 200);
  },
);

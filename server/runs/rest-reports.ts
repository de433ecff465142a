import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { toPublishedRun } from "./core/published";
import { logSchema, publishedLog, publishedRunSchema } from "./rest-shapes";
import { addRunLog, reportRun } from "./service/report";

/** Routes by which the other side of a run reports on it. */
export const runReportsRest = restRouter();

const ok = z.literal(true);
const params = z.object({ run_id: z.string().min(1).max(100) });
const query = z.strictObject({ version: z.enum(["v1", "v2"]).optional() });
const status = z.enum(["SUCCESS", "FAILURE"]);
const text = (most: number) => z.string().max(most);
const run = z.object({ ok, run: publishedRunSchema });
const content = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

runReportsRest.openapi(
  route({
    permission: "runs.report",
    method: "patch",
    path: "/actions/runs/{run_id}",
    summary: "Report on a run",
    description:
      "With the token of the run, a client of its requester, or as an administrator. Each key is kept as it was told last; a status ends the run, once and for good.",
    request: {
      params,
      query,
      ...content(
        z.strictObject({
          status: status.optional(),
          statusLabel: text(2000).optional(),
          link: z.union([text(2000), z.array(text(2000)).max(20)]).optional(),
          summary: text(2000).optional(),
          externalRunId: text(2000).optional(),
          message: z.union([text(16_384), z.record(z.string(), z.unknown())]).optional(),
        }),
      ),
    },
    answers: { 200: { description: "The run", schema: run } },
  }),
  async (c) => {
    const changed = await reportRun(c.get("context"), c.req.valid("param").run_id, c.req.valid("json"));
    return c.json({ ok: true as const, run: toPublishedRun(changed) }, 200);
  },
);

runReportsRest.openapi(
  route({
    permission: "runs.report",
    method: "patch",
    path: "/actions/runs/{run_id}/response",
    summary: "Keep what the backend of a run answered",
    request: { params, query, ...content(z.strictObject({ response: z.unknown() })) },
    answers: { 200: { description: "The run", schema: run } },
  }),
  async (c) => {
    const { response } = c.req.valid("json");
    const changed = await reportRun(c.get("context"), c.req.valid("param").run_id, { response });
    return c.json({ ok: true as const, run: toPublishedRun(changed) }, 200);
  },
);

runReportsRest.openapi(
  route({
    permission: "runs.report",
    method: "post",
    path: "/actions/runs/{run_id}/logs",
    summary: "Add a line to the log of a run",
    description: "With `terminationStatus` it is the last, and ends the run.",
    request: {
      params,
      ...content(
        z.strictObject({
          message: text(65_536),
          terminationStatus: status.optional(),
          statusLabel: text(2000).optional(),
        }),
      ),
    },
    answers: { 201: { description: "The line", schema: z.object({ ok, runLog: logSchema }) } },
  }),
  async (c) => {
    const runId = c.req.valid("param").run_id;
    const line = await addRunLog(c.get("context"), runId, c.req.valid("json"));
    return c.json({ ok: true as const, runLog: publishedLog(runId, line) }, 201);
  },
);

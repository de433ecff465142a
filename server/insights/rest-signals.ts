import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body } from "@/server/api/rest-parts";
import { newId } from "@/server/kernel/ids";
import { HELP_STATUSES } from "./core/signals";
import { giveFeedback } from "./service/feedback";
import { askHelp, helpOfRun, type HelpView } from "./service/help";

/** What the requester of a run, or their program, says of it. */
export const signalsRest = restRouter();

const params = z.object({ run_id: z.string().min(1).max(100) });
const help = z
  .object({
    id: z.string(),
    action: z.string(),
    runId: z.string().nullable(),
    team: z.string().nullable(),
    status: z.enum(HELP_STATUSES),
    openedAt: z.string(),
    firstReplyAt: z.string().nullable(),
    closedAt: z.string().nullable(),
  })
  .openapi("HelpRequest");

const published = ({ id, action, runId, team, status, openedAt, firstReplyAt, closedAt }: HelpView) => ({
  ...{ id, action, runId, team, status },
  openedAt: openedAt.toISOString(),
  firstReplyAt: firstReplyAt?.toISOString() ?? null,
  closedAt: closedAt?.toISOString() ?? null,
});

signalsRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/actions/runs/{run_id}/help",
    summary: "Ask the owners of the action for help with a run; the run counts as helped from then on",
    request: {
      params,
      ...body(
        z.strictObject({
          id: z.uuid().optional().openapi({ description: "The same id again is the same request." }),
          question: z.string().trim().min(1).max(4000),
        }),
      ),
    },
    answers: { 200: answered("The request", { help }) },
  }),
  async (c) => {
    const { id, question } = c.req.valid("json");
    const asked = await askHelp(c.get("context"), {
      id: id ?? newId(),
      runId: c.req.valid("param").run_id,
      question,
    });
    return c.json({ ok: true as const, help: published(asked) }, 200);
  },
);

signalsRest.openapi(
  route({
    permission: "runs.read",
    method: "get",
    path: "/actions/runs/{run_id}/help",
    summary: "The requests for help with a run that you asked or answer for",
    request: { params },
    answers: { 200: answered("The requests", { help: z.array(help) }) },
  }),
  async (c) => {
    const asked = await helpOfRun(c.get("context"), c.req.valid("param").run_id);
    return c.json({ ok: true as const, help: asked.map(published) }, 200);
  },
);

signalsRest.openapi(
  route({
    permission: "actions.execute",
    method: "post",
    path: "/actions/runs/{run_id}/feedback",
    summary: "Say whether a run of yours that has ended was of help",
    request: {
      params,
      ...body(z.strictObject({ helpful: z.boolean(), comment: z.string().trim().max(1000).optional() })),
    },
    answers: { 200: answered("It is kept", {}) },
  }),
  async (c) => {
    await giveFeedback(c.get("context"), c.req.valid("param").run_id, c.req.valid("json"));
    return c.json({ ok: true as const }, 200);
  },
);

import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { FETCHED_KINDS } from "@/server/pipelines/core/agents";
import { toPublishedRun } from "./core/published";
import { publishedRunSchema } from "./rest-shapes";
import { acknowledgeClaim, acknowledgeClaims, type ClaimedRun, claimRuns } from "./service/claims";

const ok = z.literal(true);
const runId = z.string().min(1).max(100);
const content = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

/** Routes by which agents fetch the runs that they carry out. Before those of single runs, whose paths would take theirs. */
export const claimsRest = restRouter();

const claimed = ({ run, payload, claimedUntil }: ClaimedRun) => ({
  ...toPublishedRun(run),
  payload,
  pendingExecution: true,
  claimedUntil: claimedUntil.toISOString(),
  ...(typeof payload.installationId === "string" ? { installationId: payload.installationId } : {}),
});

claimsRest.openapi(
  route({
    permission: "runs.claim",
    method: "post",
    path: "/actions/runs/claim-pending",
    summary: "Claim runs to carry them out, the oldest first",
    description:
      "For agents. Gives what is offered to the installation; with `invocationMethod`, only of that kind, and what any agent may take too. A run that is not acknowledged within `visibilityTimeoutMs` is offered again. Payloads hold their secrets.",
    request: content(
      z.strictObject({
        installationId: z.string().min(1).max(500),
        limit: z.number().int().min(1).max(1000).default(10),
        invocationMethod: z.enum(FETCHED_KINDS).optional(),
        visibilityTimeoutMs: z.number().int().min(1000).max(3_600_000).default(60_000),
        exclude: z.array(z.string().max(200)).max(1000).optional(),
      }),
    ),
    answers: {
      200: {
        description: "The runs that are now yours",
        schema: z.object({ ok, runs: z.array(publishedRunSchema) }),
      },
    },
  }),
  async (c) => {
    const runs = await claimRuns(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, runs: runs.map(claimed) }, 200);
  },
);

claimsRest.openapi(
  route({
    permission: "runs.claim",
    method: "patch",
    path: "/actions/runs/ack",
    summary: "Say that you took runs that you claimed",
    description:
      "From then on they are nobody else's. One run by `runId` answers 409 when it is not yours to take; of many by `runIds`, those are passed over.",
    request: content(
      z.union([z.strictObject({ runId }), z.strictObject({ runIds: z.array(runId).min(1).max(1000) })]),
    ),
    answers: {
      200: {
        description: "The run, or how many you have now",
        schema: z.object({ ok, run: publishedRunSchema.optional(), ackedCount: z.number() }),
      },
    },
  }),
  async (c) => {
    const wanted = c.req.valid("json");
    if ("runIds" in wanted) {
      const ackedCount = await acknowledgeClaims(c.get("context"), wanted.runIds);
      return c.json({ ok: true as const, ackedCount }, 200);
    }
    const run = toPublishedRun(await acknowledgeClaim(c.get("context"), wanted.runId));
    return c.json({ ok: true as const, run, ackedCount: 1 }, 200);
  },
);

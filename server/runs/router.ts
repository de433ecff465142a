import { tracked } from "@trpc/server";
import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { runFeed } from "@/server/runs/live";
import { FIRST_PART } from "@/server/runs/core/lines";
import { runFilterSchema } from "@/server/runs/schema";
import { acknowledgeRun } from "./service/acknowledge";
import { cancelRun } from "./service/cancel";
import { followRun } from "./service/follow-live";
import { completeManual } from "./service/manual";
import { changeRunSettings, runSettings } from "./service/settings";
import { reportRun } from "./service/report";
import { quotaUses } from "./service/quota-uses";
import { getRun, listRuns, runFacets, runLogs } from "./service/read";
import { relatedToRun } from "./service/related";
import { revealOutput } from "./service/reveal";
import { cancelPreview, getPreview } from "./service/speculative/request";
import { workspaceProcedures } from "./router-workspaces";

const runId = z.string().min(1).max(100);
const reason = z.string().trim().max(2000);

export const runsRouter = router({
  list: procedure("runs.read")
    // The browser's paging adds a direction of its own; there is only one.
    .input(runFilterSchema.extend({ direction: z.literal("forward").optional() }))
    .query(({ ctx, input: { direction: _direction, ...filter } }) => listRuns(ctx, filter)),

  get: procedure("runs.read")
    .input(z.strictObject({ runId }))
    .query(({ ctx, input }) => getRun(ctx, input.runId)),

  /** By what runs can be filtered: values of the newest ones. */
  facets: procedure("runs.read").query(({ ctx }) => runFacets(ctx)),

  /** What came of a run: entities that it wrote, and runs that follow from it. */
  related: procedure("runs.read")
    .input(z.strictObject({ runId }))
    .query(({ ctx, input }) => relatedToRun(ctx, input.runId)),

  /** The next part of the log, after a line's number. */
  logs: procedure("runs.read")
    .input(z.strictObject({ runId, after: z.number().int().min(0).default(0) }))
    .query(({ ctx, input }) => runLogs(ctx, { ...input, part: FIRST_PART })),

  /** Yields what happened since `lastEventId`; ends when the run is over. */
  follow: procedure("runs.read")
    .input(z.strictObject({ runId, lastEventId: z.string().max(40).nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const news of followRun(ctx, input, runFeed(), signal ?? new AbortController().signal))
        yield tracked(news.id, news);
    }),

  cancel: procedure("runs.control")
    .input(z.strictObject({ runId, reason: reason.nullish() }))
    .mutation(async ({ ctx, input }) => {
      const run = await cancelRun(ctx, input.runId, input.reason ?? null);
      return { id: run.id, status: run.status, cancelRequested: run.cancelRequestedAt !== null };
    }),

  completeManual: procedure("runs.report")
    .input(z.strictObject({ runId, done: z.boolean(), note: reason }))
    .mutation(async ({ ctx, input: { runId: id, ...outcome } }) => {
      const run = await completeManual(ctx, id, outcome);
      return { id: run.id, status: run.status };
    }),

  /** Who has how many of what quotas limit. */
  quotaUses: procedure("budgets.manage").query(({ ctx }) => quotaUses(ctx)),

  settings: procedure("state.manage").query(({ ctx }) => runSettings(ctx)),
  changeSettings: procedure("state.manage")
    .input(
      z.strictObject({
        runsPerTeam: z
          .number("Use a whole number.")
          .int("Use a whole number.")
          .min(1, "At least one, or no run would ever begin.")
          .max(1000, "At most 1,000."),
      }),
    )
    .mutation(({ ctx, input }) => changeRunSettings(ctx, input)),

  report: procedure("runs.report")
    .input(
      z.strictObject({
        runId,
        status: z.enum(["SUCCESS", "FAILURE"]).optional(),
        statusLabel: z.string().max(2000).optional(),
        link: z.array(z.string().max(2000)).max(20).optional(),
        summary: z.string().max(2000).optional(),
        message: z.string().max(16_384).optional(),
      }),
    )
    .mutation(async ({ ctx, input: { runId: id, ...report } }) => {
      const run = await reportRun(ctx, id, report);
      return { id: run.id, status: run.status };
    }),

  acknowledge: procedure("runs.control")
    .input(
      z.strictObject({
        runId,
        reason: reason.min(1, "Say what you found and did."),
        useRescuedState: z.boolean().optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const run = await acknowledgeRun(ctx, input.runId, input);
      return { id: run.id, status: run.status };
    }),

  /** A mutation, since it is audited and its answer must never be cached. */
  revealOutput: procedure("runs.read")
    .input(z.strictObject({ runId, name: z.string().min(1).max(200) }))
    .mutation(({ ctx, input }) => revealOutput(ctx, input)),

  /** Plans of one's own that nothing applies; asked for by `actions.planPreview`. */
  plans: router({
    get: procedure("runs.read")
      .input(z.strictObject({ planId: z.uuid() }))
      .query(({ ctx, input }) => getPreview(ctx, input.planId)),
    cancel: procedure("runs.read")
      .input(z.strictObject({ planId: z.uuid() }))
      .mutation(({ ctx, input }) => cancelPreview(ctx, input.planId)),
  }),
  workspaces: router(workspaceProcedures),
});

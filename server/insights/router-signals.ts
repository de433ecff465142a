import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import {
  askHelpSchema,
  feedbackSchema,
  formStartSchema,
  formStepSchema,
  helpFilterSchema,
  replySchema,
} from "./core/signals";
import { feedbackComments, feedbackOn, giveFeedback, listFeedback } from "./service/feedback";
import { askHelp, closeHelp, getHelp, helpOfRun, listHelp, replyHelp } from "./service/help";
import { endForm, noteLookup, noteVisit, startForm, stepForm } from "./service/signals";

const runId = z.string().min(1).max(100);
const byRun = z.strictObject({ runId });
const byId = z.strictObject({ id: z.uuid() });

/** What people tell of self-service by using it, and by asking and saying something. */
export const signalProcedures = {
  /** Once a day and person. */
  visit: procedure("session").mutation(({ ctx }) => noteVisit(ctx)),
  lookup: procedure("session").mutation(({ ctx }) => noteLookup(ctx)),
  formStarted: procedure("actions.execute")
    .input(formStartSchema)
    .mutation(({ ctx, input }) => startForm(ctx, input)),
  formStep: procedure("actions.execute")
    .input(formStepSchema)
    .mutation(({ ctx, input }) => stepForm(ctx, input)),
  formSubmitted: procedure("actions.execute")
    .input(z.strictObject({ id: z.uuid(), runId }))
    .mutation(({ ctx, input }) => endForm(ctx, input)),
  help: router({
    ask: procedure("actions.execute")
      .input(askHelpSchema)
      .mutation(({ ctx, input }) => askHelp(ctx, input)),
    list: procedure("actions.read")
      .input(helpFilterSchema)
      .query(({ ctx, input }) => listHelp(ctx, input)),
    get: procedure("actions.read")
      .input(byId)
      .query(({ ctx, input }) => getHelp(ctx, input.id)),
    ofRun: procedure("runs.read")
      .input(byRun)
      .query(({ ctx, input }) => helpOfRun(ctx, input.runId)),
    reply: procedure("actions.read")
      .input(replySchema)
      .mutation(({ ctx, input }) => replyHelp(ctx, input)),
    close: procedure("actions.read")
      .input(byId)
      .mutation(({ ctx, input }) => closeHelp(ctx, input.id)),
  }),
  feedback: router({
    give: procedure("actions.execute")
      .input(feedbackSchema.extend({ runId }))
      .mutation(({ ctx, input: { runId: id, ...said } }) => giveFeedback(ctx, id, said)),
    ofRun: procedure("runs.read")
      .input(byRun)
      .query(({ ctx, input }) => feedbackOn(ctx, input.runId)),
    list: procedure("actions.read").query(({ ctx }) => listFeedback(ctx)),
    comments: procedure("actions.read")
      .input(z.strictObject({ action: z.string().min(1).max(200) }))
      .query(({ ctx, input }) => feedbackComments(ctx, input.action)),
  }),
};

import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { insightSettingsSchema } from "./schema";
import { getInsightSettings, updateInsightSettings } from "./service/settings";
import { getSources, mapService } from "./service/sources";
import { endForm, noteVisit, startForm } from "./service/signals";

const name = z.string().trim().min(1).max(300);

export const insightsRouter = router({
  settings: procedure("insights.read").query(({ ctx }) => getInsightSettings(ctx)),
  updateSettings: procedure("insights.manage")
    .input(insightSettingsSchema)
    .mutation(({ ctx, input }) => updateInsightSettings(ctx, input)),
  sources: procedure("insights.read").query(({ ctx }) => getSources(ctx)),
  mapService: procedure("insights.manage")
    .input(z.strictObject({ name, service: name.nullable() }))
    .mutation(({ ctx, input }) => mapService(ctx, input)),
  /** Once a day and person. */
  visit: procedure("session").mutation(({ ctx }) => noteVisit(ctx)),
  formStarted: procedure("actions.execute")
    .input(z.strictObject({ id: z.uuid(), action: name }))
    .mutation(({ ctx, input }) => startForm(ctx, input)),
  formSubmitted: procedure("actions.execute")
    .input(z.strictObject({ id: z.uuid(), runId: name }))
    .mutation(({ ctx, input }) => endForm(ctx, input)),
});

import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { signalProcedures } from "./router-signals";
import { insightSettingsSchema } from "./schema";
import { backfillSchema } from "./core/backfill";
import { cancelBackfill, listBackfills, startBackfill } from "./service/backfill/verbs";
import { getInsightSettings, updateInsightSettings } from "./service/settings";
import { getSources, mapService } from "./service/sources";

const name = z.string().trim().min(1).max(300);

export const insightsRouter = router({
  ...signalProcedures,
  settings: procedure("insights.read").query(({ ctx }) => getInsightSettings(ctx)),
  updateSettings: procedure("insights.manage")
    .input(insightSettingsSchema)
    .mutation(({ ctx, input }) => updateInsightSettings(ctx, input)),
  backfills: router({
    list: procedure("insights.manage").query(({ ctx }) => listBackfills(ctx)),
    start: procedure("insights.manage")
      .input(backfillSchema)
      .mutation(({ ctx, input }) => startBackfill(ctx, input)),
    cancel: procedure("insights.manage")
      .input(z.strictObject({ id: z.uuid() }))
      .mutation(({ ctx, input }) => cancelBackfill(ctx, input.id)),
  }),
  sources: procedure("insights.read").query(({ ctx }) => getSources(ctx)),
  mapService: procedure("insights.manage")
    .input(z.strictObject({ name, service: name.nullable() }))
    .mutation(({ ctx, input }) => mapService(ctx, input)),
});

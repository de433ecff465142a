import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { signalProcedures } from "./router-signals";
import { insightSettingsSchema } from "./schema";
import { getInsightSettings, updateInsightSettings } from "./service/settings";
import { getSources, mapService } from "./service/sources";

const name = z.string().trim().min(1).max(300);

export const insightsRouter = router({
  ...signalProcedures,
  settings: procedure("insights.read").query(({ ctx }) => getInsightSettings(ctx)),
  updateSettings: procedure("insights.manage")
    .input(insightSettingsSchema)
    .mutation(({ ctx, input }) => updateInsightSettings(ctx, input)),
  sources: procedure("insights.read").query(({ ctx }) => getSources(ctx)),
  mapService: procedure("insights.manage")
    .input(z.strictObject({ name, service: name.nullable() }))
    .mutation(({ ctx, input }) => mapService(ctx, input)),
});

import { procedure, router } from "@/server/api/trpc";
import { eventsSchema, snapshotsSchema, valuesSchema } from "./schema";
import { metricEvents } from "./service/events";
import { metricSnapshotsOf } from "./service/snapshots";
import { metricValues } from "./service/values";
import { listMetrics } from "./service/words";

export const metricsRouter = router({
  list: procedure("insights.read").query(({ ctx }) => listMetrics(ctx)),
  values: procedure("insights.read")
    .input(valuesSchema)
    .query(({ ctx, input }) => metricValues(ctx, input)),
  events: procedure("insights.read")
    .input(eventsSchema)
    .query(({ ctx, input }) => metricEvents(ctx, input)),
  /** As it was shown on past Mondays, with what late events made of it. */
  snapshots: procedure("insights.read")
    .input(snapshotsSchema)
    .query(({ ctx, input }) => metricSnapshotsOf(ctx, input)),
});

import { z } from "zod";
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
    .input(
      eventsSchema.extend({
        cursor: eventsSchema.shape.cursor.nullable(),
        /** Sent by the client with each page; there is one way only. */
        direction: z.literal("forward").optional(),
      }),
    )
    .query(({ ctx, input: { cursor, direction: _, ...input } }) =>
      metricEvents(ctx, { ...input, cursor: cursor ?? undefined }),
    ),
  /** As it was shown on past Mondays, with what late events made of it. */
  snapshots: procedure("insights.read")
    .input(snapshotsSchema)
    .query(({ ctx, input }) => metricSnapshotsOf(ctx, input)),
});

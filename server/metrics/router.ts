import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import {
  distributionSchema,
  eventsSchema,
  noteSchema,
  snapshotsSchema,
  spanSchema,
  valuesSchema,
} from "./schema";
import { adoptionOf, teamsOnPlatform } from "./service/adoption";
import { addNote, metricAnnotations, removeNote } from "./service/annotations";
import { metricDistribution } from "./service/distribution";
import { listPages, reviewPage } from "./service/documentation";
import { metricEvents } from "./service/events";
import { standingOf } from "./service/standing";
import { metricSnapshotsOf } from "./service/snapshots";
import { metricValues } from "./service/values";
import { listMetrics } from "./service/words";

export const metricsRouter = router({
  pages: router({
    list: procedure("insights.manage").query(({ ctx }) => listPages(ctx)),
    review: procedure("insights.manage")
      .input(
        z.strictObject({
          kind: z.enum(["action", "blueprint", "template"]),
          identifier: z.string().min(1).max(100),
        }),
      )
      .mutation(({ ctx, input }) => reviewPage(ctx, input)),
  }),
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
  /** How the durations behind a median are spread; null where there are none. */
  distribution: procedure("insights.read")
    .input(distributionSchema)
    .query(({ ctx, input }) => metricDistribution(ctx, input)),
  /** What happened that may explain a course. */
  annotations: procedure("insights.read")
    .input(spanSchema)
    .query(({ ctx, input }) => metricAnnotations(ctx, input)),
  addNote: procedure("insights.manage")
    .input(noteSchema)
    .mutation(({ ctx, input }) => addNote(ctx, input)),
  removeNote: procedure("insights.manage")
    .input(z.strictObject({ id: z.uuid() }))
    .mutation(({ ctx, input }) => removeNote(ctx, input.id)),
  /** From a visit to success, where forms are left, and what fails. */
  adoption: procedure("insights.read")
    .input(spanSchema)
    .query(({ ctx, input }) => adoptionOf(ctx, input)),
  /** Teams on the platform and beside it. */
  teamsOnPlatform: procedure("insights.read")
    .input(spanSchema)
    .query(({ ctx, input }) => teamsOnPlatform(ctx, input)),
  /** What a team or the organisation owns, and what is open. */
  standing: procedure("insights.read")
    .input(spanSchema)
    .query(({ ctx, input }) => standingOf(ctx, input)),
  /** As it was shown on past Mondays, with what late events made of it. */
  snapshots: procedure("insights.read")
    .input(snapshotsSchema)
    .query(({ ctx, input }) => metricSnapshotsOf(ctx, input)),
});

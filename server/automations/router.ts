import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { firingsFilterSchema } from "./schema";
import { automationActivity, listFirings } from "./service/read";
import { rerunAutomation } from "./service/rerun";
import { trialEvents, tryAutomation } from "./service/try";

const definition = z.record(z.string(), z.unknown());
const facts = z.strictObject({
  status: z.string().max(100),
  state: z.string().max(100),
  statusLabel: z.string().max(1000).nullable(),
  summary: z.string().max(100_000).nullable(),
  link: z.array(z.string().max(10_000)).max(1000),
});
const source = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("entity"),
    entityId: z.uuid(),
    revision: z.number().int(),
    origin: z.string().max(20),
  }),
  z.strictObject({ kind: z.literal("recomputation"), entityId: z.uuid(), recomputation: z.number().int() }),
  z.strictObject({ kind: z.literal("timer"), property: z.string().max(1000), expiresAt: z.iso.datetime() }),
  z.strictObject({
    kind: z.literal("run"),
    runId: z.string().max(40),
    before: facts.nullable(),
    after: facts.nullable(),
  }),
  z.strictObject({ kind: z.literal("schedule"), slot: z.iso.datetime() }),
]);

export const automationsRouter = router({
  /** What became of the events that automations listen to. */
  firings: procedure("actions.manage")
    // The browser's paging adds a direction of its own; there is only one.
    .input(firingsFilterSchema.extend({ direction: z.literal("forward").optional() }))
    .query(({ ctx, input: { direction: _direction, ...filter } }) => listFirings(ctx, filter)),
  /** How often each ran lately. */
  activity: procedure("actions.manage").query(({ ctx }) => automationActivity(ctx)),
  /** Events of the past with which a definition can be tried. */
  samples: procedure("actions.manage")
    .input(z.strictObject({ definition }))
    .query(({ ctx, input }) => trialEvents(ctx, input.definition)),
  /** Whether a definition would run on an event, and what it would send. Runs nothing. */
  try: procedure("actions.manage")
    .input(
      z.strictObject({
        definition,
        source,
        blueprint: z.string().max(100).nullable(),
        subject: z.string().max(1000).nullable(),
      }),
    )
    .query(({ ctx, input }) => tryAutomation(ctx, input)),
  /** Runs an automation again for the event of an earlier run. */
  rerun: procedure("actions.manage")
    .input(z.strictObject({ runId: z.string().min(1).max(40) }))
    .mutation(async ({ ctx, input }) => ({ id: (await rerunAutomation(ctx, input.runId)).id })),
});

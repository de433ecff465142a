import { procedure, router } from "@/server/api/trpc";
import { changeLifetimeSchema, keepLifetimeSchema, lifetimeFilterSchema, lifetimeOfSchema } from "./schema";
import { changeLifetime, keepLifetime } from "./service/change";
import { findLifetime, pageOfLifetimes } from "./service/read";

export const lifetimesRouter = router({
  /** Null where the entity has none. */
  get: procedure("catalog.read")
    .input(lifetimeOfSchema)
    .query(({ ctx, input }) => findLifetime(ctx, input)),
  list: procedure("catalog.read")
    .input(lifetimeFilterSchema)
    .query(({ ctx, input }) => pageOfLifetimes(ctx, input)),
  change: procedure("catalog.write")
    .input(lifetimeOfSchema.extend(changeLifetimeSchema.shape))
    .mutation(({ ctx, input: { blueprint, entity, ...change } }) =>
      changeLifetime(ctx, { blueprint, entity }, change),
    ),
  keep: procedure("catalog.write")
    .input(lifetimeOfSchema.extend(keepLifetimeSchema.shape))
    .mutation(({ ctx, input: { blueprint, entity, reason } }) =>
      keepLifetime(ctx, { blueprint, entity }, { reason }),
    ),
});

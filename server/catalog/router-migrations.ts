import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { previewMigration } from "./service/migrate";
import { cancelMigration, createMigration, getMigration, listMigrations } from "./service/migrations";

const id = z.strictObject({ id: z.string().min(1).max(100) });
/** Read by the verbs, so that each fault has its path in the document itself. */
const document = z.looseObject({});

export const migrationsRouter = router({
  list: procedure("blueprints.manage")
    .input(z.strictObject({ blueprint: z.string().optional() }).optional())
    .query(({ ctx, input }) => listMigrations(ctx, input)),
  get: procedure("blueprints.manage")
    .input(id)
    .query(({ ctx, input }) => getMigration(ctx, input.id)),
  /** What a migration would do; it changes nothing. */
  preview: procedure("blueprints.manage")
    .input(document)
    .mutation(({ ctx, input }) => previewMigration(ctx, input)),
  create: procedure("blueprints.manage")
    .input(document)
    .mutation(({ ctx, input }) => createMigration(ctx, input)),
  cancel: procedure("blueprints.manage")
    .input(id.extend({ reason: z.string().max(500).optional() }))
    .mutation(({ ctx, input }) => cancelMigration(ctx, input.id, input.reason)),
});

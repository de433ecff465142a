import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { accessRouter } from "./router-access";
import { blueprintsRouter } from "./router-blueprints";
import { relatedProcedures } from "./router-related";
import { viewsRouter } from "./router-views";
import { entityQuerySchema } from "./schema";
import { deleteEntity } from "./service/delete-entity";
import { createEntity, updateEntity } from "./service/entities";
import { entityHistory } from "./service/history";
import { entityOptions, getEntity, listEntities, searchEntities } from "./service/read";

const name = z.string().min(1).max(1000);
const revision = z.number().int().min(1).optional();
/** Definitions and entities are read by the verbs, so that each fault has its path in the document itself. */
const document = z.record(z.string(), z.unknown());
const entity = z.strictObject({ blueprint: name, identifier: name });
const limit = z.number().int().min(1).max(200).optional();

export const catalogRouter = router({
  access: accessRouter,
  blueprints: blueprintsRouter,
  entities: router({
    list: procedure("catalog.read")
      .input(entityQuerySchema.extend({ blueprint: name }))
      .query(({ ctx, input: { blueprint, ...query } }) => listEntities(ctx, blueprint, query)),
    options: procedure("catalog.read")
      .input(z.strictObject({ blueprint: name, text: z.string().max(500).optional() }))
      .query(({ ctx, input }) => entityOptions(ctx, input.blueprint, input.text)),
    get: procedure("catalog.read")
      .input(entity)
      .query(({ ctx, input }) => getEntity(ctx, input.blueprint, input.identifier)),
    create: procedure("catalog.write")
      .input(z.strictObject({ blueprint: name, entity: document }))
      .mutation(({ ctx, input }) => createEntity(ctx, input.blueprint, input.entity)),
    /** Changes what is given; `revision` is the one that was edited. */
    update: procedure("catalog.write")
      .input(entity.extend({ patch: document, revision }))
      .mutation(({ ctx, input: { blueprint, identifier, patch, ...options } }) =>
        updateEntity(ctx, blueprint, identifier, patch, options),
      ),
    delete: procedure("catalog.write")
      .input(entity.extend({ deleteDependents: z.boolean().optional(), revision }))
      .mutation(({ ctx, input: { blueprint, identifier, ...options } }) =>
        deleteEntity(ctx, blueprint, identifier, options),
      ),
    ...relatedProcedures,
    history: procedure("catalog.read")
      .input(entity.extend({ limit }))
      .query(({ ctx, input }) => entityHistory(ctx, input.blueprint, input.identifier, input.limit)),
  }),
  views: viewsRouter,
  search: procedure("catalog.read")
    .input(z.strictObject({ text: z.string().max(500), limit: z.number().int().min(1).max(50).optional() }))
    .query(({ ctx, input }) => searchEntities(ctx, input.text, input.limit)),
});

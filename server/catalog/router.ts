import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { accessRouter } from "./router-access";
import { blueprintsRouter } from "./router-blueprints";
import { relatedProcedures } from "./router-related";
import { writeProcedures } from "./router-write";
import { viewsRouter } from "./router-views";
import { entityQuerySchema } from "./schema";
import { entityHistory } from "./service/history";
import { entityOptions, getEntity, listEntities, searchEntities } from "./service/read";

const name = z.string().min(1).max(1000);
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
    ...writeProcedures,
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

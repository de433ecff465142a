import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { graphSchema, relatedPageSchema } from "./core/related-schema";
import { entityGraph } from "./service/graph";
import { dependentsOf, relatedEntities, relatedPage, relationCounts } from "./service/related";

const name = z.string().min(1).max(1000);
const entity = z.strictObject({ blueprint: name, identifier: name });

/** What is around an entity: part of the procedures of entities. */
export const relatedProcedures = {
  related: procedure("catalog.read")
    .input(entity.extend({ limit: z.number().int().min(1).max(200).optional() }))
    .query(({ ctx, input }) => relatedEntities(ctx, input.blueprint, input.identifier, input.limit)),
  relations: procedure("catalog.read")
    .input(entity)
    .query(({ ctx, input }) => relationCounts(ctx, input.blueprint, input.identifier)),
  relatedPage: procedure("catalog.read")
    .input(relatedPageSchema.extend(entity.shape))
    .query(({ ctx, input: { blueprint, identifier, ...query } }) =>
      relatedPage(ctx, blueprint, identifier, query),
    ),
  dependents: procedure("catalog.read")
    .input(entity)
    .query(({ ctx, input }) => dependentsOf(ctx, input.blueprint, input.identifier)),
  graph: procedure("catalog.read")
    .input(graphSchema.extend(entity.shape))
    .query(({ ctx, input: { blueprint, identifier, ...query } }) =>
      entityGraph(ctx, blueprint, identifier, query),
    ),
};

import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { aggregateSchema, overTimeSchema } from "./core/aggregate-schema";
import { querySchema } from "./core/query/check";
import { facetsSchema, listSchema, MAX_LISTED } from "./core/search-schema";
import { aggregateEntities } from "./service/aggregate-entities";
import { aggregateOverTime } from "./service/aggregate-over-time";
import { checkQueryOf } from "./service/check-query";
import { entityFacets } from "./service/facets";
import { searchEntities } from "./service/global-search";
import { entityOptions, listEntities } from "./service/read";
import { searchCatalog } from "./service/search";

const name = z.string().min(1).max(1000);

/** Lists and searches of entities, beside the procedures on single ones. */
export const searchProcedures = {
  list: procedure("catalog.read")
    .input(listSchema.extend({ blueprint: name }))
    .query(({ ctx, input: { blueprint, ...query } }) => listEntities(ctx, blueprint, query)),
  facets: procedure("catalog.read")
    .input(facetsSchema.extend({ blueprint: name }))
    .query(({ ctx, input: { blueprint, ...query } }) => entityFacets(ctx, blueprint, query)),
  options: procedure("catalog.read")
    .input(
      z.strictObject({
        blueprint: name,
        text: z.string().max(500).optional(),
        page: z.number().int().min(1).max(100_000).optional(),
      }),
    )
    .query(({ ctx, input }) => entityOptions(ctx, input.blueprint, input.text, input.page)),
  search: procedure("catalog.read")
    .input(
      z.strictObject({
        query: querySchema,
        limit: z.number().int().min(1).max(MAX_LISTED).default(50),
        cursor: z.string().max(200).nullish(),
      }),
    )
    .query(({ ctx, input: { query, limit, cursor } }) =>
      searchCatalog(ctx, query, { limit, from: cursor ?? undefined }),
    ),
  aggregate: procedure("catalog.read")
    .input(aggregateSchema)
    .query(({ ctx, input }) => aggregateEntities(ctx, input)),
  aggregateOverTime: procedure("catalog.read")
    .input(overTimeSchema)
    .query(({ ctx, input }) => aggregateOverTime(ctx, input)),
};

/** What the rule editor asks while somebody writes a query. */
export const queryRouter = router({
  check: procedure("catalog.read")
    .input(z.strictObject({ blueprint: name.optional(), query: z.unknown() }))
    .query(({ ctx, input }) => checkQueryOf(ctx, input.query, input.blueprint)),
});

export const globalSearch = procedure("catalog.read")
  .input(z.strictObject({ text: z.string().max(500), limit: z.number().int().min(1).max(50).optional() }))
  .query(({ ctx, input }) => searchEntities(ctx, input.text, input.limit));

import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { querySchema } from "./core/query/check";
import { countSchema, facetsSchema, searchSchema, topSearchSchema } from "./core/search-schema";
import { entityFacets } from "./service/facets";
import { countMatching, searchBlueprint, searchCatalog, topSearch } from "./service/search";

const ok = z.literal(true);
const ofBlueprint = z.object({ blueprint_identifier: z.string().min(1) });
const json = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const flag = z.enum(["true", "false"]).optional();
/** Parts of an entity, as `include` and `exclude` leave them; related entities may come with titles. */
const found = z.record(z.string(), z.unknown());
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const counted = z.object({ value, count: z.number().int() });
const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional();
const outputQuery = z.object({
  exclude_calculated_properties: flag,
  attach_title_to_relation: flag,
  attach_identifier_to_title_mirror_properties: flag,
});
const globalQuery = outputQuery.extend({
  include: list,
  exclude: list,
  /** Accepted as published; here a search answers for all blueprints or not at all. */
  allow_partial_results: flag,
});
const output = (query: z.infer<typeof outputQuery>) => ({
  excludeCalculated: query.exclude_calculated_properties === "true",
  attachTitles: query.attach_title_to_relation === "true",
  attachIdentifiers: query.attach_identifier_to_title_mirror_properties === "true",
});
const page = z.object({
  ok,
  entities: z.array(found),
  next: z.string().optional(),
  total: z.number().int().optional(),
  totalIsExact: z.boolean().optional(),
});

/** Searches; mounted by the routes of blueprints. */
export const searchRest = restRouter();

searchRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/entities/search",
    summary: "Search entities of all blueprints",
    request: { query: globalQuery, body: json(querySchema) },
    answers: {
      200: {
        description: "The entities that match, and their blueprints",
        schema: z.object({
          ok,
          matchingBlueprints: z.array(z.string()),
          failedBlueprints: z.array(z.string()),
          entities: z.array(found),
        }),
      },
    },
  }),
  async (c) => {
    const { include, exclude, ...query } = c.req.valid("query");
    const { entities, matchingBlueprints } = await searchCatalog(c.get("context"), c.req.valid("json"), {
      ...output(query),
      include,
      exclude,
    });
    return c.json({ ok: true as const, matchingBlueprints, failedBlueprints: [], entities }, 200);
  },
);

searchRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/blueprints/{blueprint_identifier}/entities/search",
    summary: "Search entities of one blueprint, page by page",
    request: { params: ofBlueprint, query: outputQuery, body: json(searchSchema) },
    answers: {
      200: {
        description: "A page of the entities that match; `next` is the `from` of the next page",
        schema: page,
      },
    },
  }),
  async (c) => {
    const blueprint = c.req.valid("param").blueprint_identifier;
    const answer = await searchBlueprint(
      c.get("context"),
      blueprint,
      c.req.valid("json"),
      output(c.req.valid("query")),
    );
    return c.json({ ok: true as const, ...answer }, 200);
  },
);

searchRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/blueprints/{blueprint_identifier}/entities/search/count",
    summary: "How many entities of a blueprint match",
    request: { params: ofBlueprint, body: json(countSchema) },
    answers: { 200: { description: "The number", schema: z.object({ ok, count: z.number().int() }) } },
  }),
  async (c) => {
    const blueprint = c.req.valid("param").blueprint_identifier;
    return c.json(
      { ok: true as const, count: await countMatching(c.get("context"), blueprint, c.req.valid("json")) },
      200,
    );
  },
);

searchRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/blueprints/{blueprint_identifier}/entities/top-search",
    summary: "Search entities of one blueprint sorted, by identifiers, or in groups",
    request: { params: ofBlueprint, query: outputQuery, body: json(topSearchSchema) },
    answers: {
      200: {
        description: "Entities, or with groupBy groups of them, or with countOnly their number",
        schema: z.union([
          page,
          z.object({ ok, groups: z.array(counted), total: z.number().int() }),
          z.object({ ok, count: z.number().int() }),
        ]),
      },
    },
  }),
  async (c) => {
    const blueprint = c.req.valid("param").blueprint_identifier;
    const answer = await topSearch(
      c.get("context"),
      blueprint,
      c.req.valid("json"),
      output(c.req.valid("query")),
    );
    return c.json({ ok: true as const, ...answer }, 200);
  },
);

searchRest.openapi(
  route({
    permission: "catalog.read",
    method: "post",
    path: "/blueprints/{blueprint_identifier}/entities/facets",
    summary: "How many entities of a blueprint have each value of some keys",
    request: { params: ofBlueprint, body: json(facetsSchema) },
    answers: {
      200: {
        description: "Values with their numbers by key, the most frequent first",
        schema: z.object({
          ok,
          facets: z.record(z.string(), z.array(counted)),
          total: z.number().int(),
          totalIsExact: z.boolean(),
        }),
      },
    },
  }),
  async (c) => {
    const blueprint = c.req.valid("param").blueprint_identifier;
    return c.json(
      { ok: true as const, ...(await entityFacets(c.get("context"), blueprint, c.req.valid("json"))) },
      200,
    );
  },
);

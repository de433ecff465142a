import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { MAX_GRAPH_DEPTH, MAX_GRAPH_NODES } from "./core/related-paths";
import { ofEntity, ok } from "./rest-shapes";
import { entityGraph } from "./service/graph";
import { relatedEntities } from "./service/related";

const direction = z.enum(["outgoing", "incoming"]);
const icon = z.string().nullable();
const group = z.object({
  direction,
  relation: z.string(),
  title: z.string(),
  blueprint: z.object({ identifier: z.string(), title: z.string(), icon }),
  total: z.number().int(),
  entities: z.array(
    z.object({
      identifier: z.string(),
      title: z.string().nullable(),
      icon,
      team: z.array(z.string()),
      updatedAt: z.string(),
    }),
  ),
});
const node = z.object({
  id: z.string(),
  blueprint: z.string(),
  blueprintTitle: z.string(),
  identifier: z.string(),
  title: z.string(),
  icon,
  depth: z.number().int(),
});
const edge = z.object({ from: z.string(), to: z.string(), relation: z.string(), title: z.string() });
const graphQuery = z.object({
  depth: z.coerce.number().int().min(1).max(MAX_GRAPH_DEPTH).optional(),
  direction: z.enum(["both", ...direction.options]).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_GRAPH_NODES).optional(),
});

/** What is around entities; mounted by the routes of the catalog. */
export const relatedRest = restRouter();

relatedRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}/related",
    summary: "What an entity relates to and what relates to it, by relation",
    request: {
      params: ofEntity,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).optional() }),
    },
    answers: {
      200: {
        description: "Of each relation the first entities by title, and how many there are",
        schema: z.object({ ok, related: z.array(group) }),
      },
    },
  }),
  async (c) => {
    const { blueprint_identifier: blueprint, entity_identifier: identifier } = c.req.valid("param");
    const { limit: most } = c.req.valid("query");
    const related = await relatedEntities(c.get("context"), blueprint, identifier, most);
    return c.json({ ok: true as const, related }, 200);
  },
);

relatedRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}/graph",
    summary: "The entities around an entity, and every relation between them",
    request: { params: ofEntity, query: graphQuery },
    answers: {
      200: {
        description: "Entities with how many relations away they are; `truncated` when there are more",
        schema: z.object({ ok, nodes: z.array(node), edges: z.array(edge), truncated: z.boolean() }),
      },
    },
  }),
  async (c) => {
    const { blueprint_identifier: blueprint, entity_identifier: identifier } = c.req.valid("param");
    const graph = await entityGraph(c.get("context"), blueprint, identifier, c.req.valid("query"));
    return c.json({ ok: true as const, ...graph }, 200);
  },
);

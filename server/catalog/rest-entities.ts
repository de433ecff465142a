import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import {
  entityCreateSchema,
  entityPatchSchema,
  entityReplaceSchema,
  entitySchema,
} from "./core/entity-schema";
import {
  createQuery,
  flag,
  json,
  ofBlueprint,
  ofEntity,
  ok,
  viewed,
  viewQuery,
  writeQuery,
  written,
} from "./rest-shapes";
import type { EntityRecord } from "./schema";
import { deleteEntity } from "./service/delete-entity";
import { createEntity, replaceEntity, updateEntity } from "./service/entities";
import { allEntities, countEntities, getEntity } from "./service/read";
import { viewEntities } from "./service/entity-view";
import { published } from "./service/record";

const entityShape = entitySchema.meta({ id: "Entity" });
/** An entity, or the parts of one; related entities may come with their titles. */
const viewShape = z.record(z.string(), z.unknown());
const entityAnswer = z.object({ ok, entity: entityShape });
const theEntity = { 200: { description: "The entity", schema: entityAnswer } };
const named = (p: z.infer<typeof ofEntity>) => [p.blueprint_identifier, p.entity_identifier] as const;
const oneEntity = (entity: EntityRecord) => ({ ok: true as const, entity: published(entity) });

/** Entities of one blueprint; mounted by the routes of blueprints. */
export const entitiesRest = restRouter();

entitiesRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities",
    summary: "All entities of a blueprint",
    request: { params: ofBlueprint, query: viewQuery },
    answers: {
      200: {
        description: "The entities, by identifier",
        schema: z.object({ ok, entities: z.array(viewShape) }),
      },
    },
  }),
  async (c) => {
    const { blueprint_identifier: blueprint } = c.req.valid("param");
    const all = await allEntities(c.get("context"), blueprint);
    const entities = await viewEntities(c.get("context"), blueprint, all, viewed(c.req.valid("query")));
    return c.json({ ok: true as const, entities }, 200);
  },
);

entitiesRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities-count",
    summary: "How many entities a blueprint has",
    request: { params: ofBlueprint },
    answers: { 200: { description: "The number", schema: z.object({ ok, count: z.number().int() }) } },
  }),
  async (c) =>
    c.json(
      {
        ok: true as const,
        count: await countEntities(c.get("context"), c.req.valid("param").blueprint_identifier),
      },
      200,
    ),
);

entitiesRest.openapi(
  route({
    permission: "catalog.write",
    method: "post",
    path: "/blueprints/{blueprint_identifier}/entities",
    summary: "Create an entity, or with upsert=true write it whether or not it exists",
    request: { params: ofBlueprint, query: createQuery, body: json(entityCreateSchema) },
    answers: {
      201: { description: "The entity; with validation_only=true as it would be", schema: entityAnswer },
    },
  }),
  async (c) => {
    const { blueprint_identifier: blueprint } = c.req.valid("param");
    return c.json(
      oneEntity(
        await createEntity(c.get("context"), blueprint, c.req.valid("json"), written(c.req.valid("query"))),
      ),
      201,
    );
  },
);

entitiesRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}",
    summary: "One entity",
    request: { params: ofEntity, query: viewQuery },
    answers: {
      200: {
        description: "The entity, or the parts that are asked for",
        schema: z.object({ ok, entity: viewShape }),
      },
    },
  }),
  async (c) => {
    const [blueprint, identifier] = named(c.req.valid("param"));
    const found = await getEntity(c.get("context"), blueprint, identifier);
    const options = viewed(c.req.valid("query"));
    const [entity = {}] = await viewEntities(c.get("context"), blueprint, [found], options);
    return c.json({ ok: true as const, entity }, 200);
  },
);

entitiesRest.openapi(
  route({
    permission: "catalog.write",
    method: "put",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}",
    summary: "Replace an entity; another identifier renames it",
    request: { params: ofEntity, query: writeQuery, body: json(entityReplaceSchema) },
    answers: theEntity,
  }),
  async (c) => {
    const [blueprint, identifier] = named(c.req.valid("param"));
    return c.json(
      oneEntity(
        await replaceEntity(
          c.get("context"),
          blueprint,
          identifier,
          c.req.valid("json"),
          written(c.req.valid("query")),
        ),
      ),
      200,
    );
  },
);

entitiesRest.openapi(
  route({
    permission: "catalog.write",
    method: "patch",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}",
    summary: "Change what is given of an entity",
    request: { params: ofEntity, query: writeQuery, body: json(entityPatchSchema) },
    answers: theEntity,
  }),
  async (c) => {
    const [blueprint, identifier] = named(c.req.valid("param"));
    return c.json(
      oneEntity(
        await updateEntity(
          c.get("context"),
          blueprint,
          identifier,
          c.req.valid("json"),
          written(c.req.valid("query")),
        ),
      ),
      200,
    );
  },
);

entitiesRest.openapi(
  route({
    permission: "catalog.write",
    method: "delete",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}",
    summary: "Delete an entity, with delete_dependents=true also what relates to it",
    request: {
      params: ofEntity,
      query: z.object({ delete_dependents: flag, run_id: z.string().max(100).optional() }),
    },
    answers: { 200: { description: "It is deleted", schema: z.object({ ok }) } },
  }),
  async (c) => {
    const [blueprint, identifier] = named(c.req.valid("param"));
    const query = c.req.valid("query");
    await deleteEntity(c.get("context"), blueprint, identifier, {
      deleteDependents: query.delete_dependents === "true",
      runId: query.run_id ?? null,
    });
    return c.json({ ok: true as const }, 200);
  },
);

import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import {
  blueprintCreateSchema,
  blueprintPatchSchema,
  blueprintReplaceSchema,
  stampedBlueprintSchema,
} from "./core/blueprint-schema";
import {
  entityCreateSchema,
  entityPatchSchema,
  entityReplaceSchema,
  entitySchema,
} from "./core/entity-schema";
import type { Blueprint, BlueprintRecord, EntityRecord } from "./schema";
import {
  createBlueprint,
  deleteBlueprint,
  getBlueprint,
  listBlueprints,
  replaceBlueprint,
  updateBlueprint,
} from "./service/blueprints";
import { deleteEntity } from "./service/delete-entity";
import { createEntity, replaceEntity, updateEntity } from "./service/entities";
import { allEntities, countEntities, getEntity } from "./service/read";
import { published as publishedEntity } from "./service/record";

const ok = z.literal(true);
const blueprintShape = stampedBlueprintSchema.openapi("Blueprint");
const blueprintAnswer = z.object({ ok, blueprint: blueprintShape });
const entityShape = entitySchema.openapi("Entity");
const entityAnswer = z.object({ ok, entity: entityShape });
const theBlueprint = { 200: { description: "The blueprint", schema: blueprintAnswer } };
const theEntity = { 200: { description: "The entity", schema: entityAnswer } };
const gone = { 200: { description: "It is deleted", schema: z.object({ ok }) } };
const params = z.object({ identifier: z.string().min(1) });
const ofBlueprint = z.object({ blueprint_identifier: z.string().min(1) });
const ofEntity = ofBlueprint.extend({ entity_identifier: z.string().min(1) });
const json = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const flag = z.enum(["true", "false"]).optional();

/** Revisions are the portal's own; the published shape has none. */
function published({ revision: _revision, ...blueprint }: BlueprintRecord): Blueprint {
  return blueprint;
}
const writeQuery = z.object({
  create_missing_related_entities: flag,
  run_id: z.string().max(100).optional(),
});
const createQuery = writeQuery.extend({ upsert: flag, merge: flag, validation_only: flag });

/** Published query parameters as the verbs take them. */
const written = (query: z.infer<typeof createQuery>) => ({
  upsert: query.upsert === "true",
  merge: query.merge === "true",
  validationOnly: query.validation_only === "true",
  createMissingRelatedEntities: query.create_missing_related_entities === "true",
  runId: query.run_id ?? null,
});
const named = (p: z.infer<typeof ofEntity>) => [p.blueprint_identifier, p.entity_identifier] as const;
const oneEntity = (entity: EntityRecord) => ({ ok: true as const, entity: publishedEntity(entity) });
const one = (blueprint: BlueprintRecord) => ({ ok: true as const, blueprint: published(blueprint) });

export const catalogRest = restRouter();

catalogRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints",
    summary: "All blueprints",
    answers: {
      200: {
        description: "The blueprints, by title",
        schema: z.object({ ok, blueprints: z.array(blueprintShape) }),
      },
    },
  }),
  async (c) => {
    const blueprints = await listBlueprints(c.get("context"));
    return c.json(
      {
        ok: true as const,
        blueprints: blueprints.map(({ entityCount: _count, ...blueprint }) => published(blueprint)),
      },
      200,
    );
  },
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "post",
    path: "/blueprints",
    summary: "Create a blueprint",
    request: { query: z.object({ create_catalog_page: flag }), body: json(blueprintCreateSchema) },
    answers: { 201: { description: "The blueprint", schema: blueprintAnswer } },
  }),
  async (c) => c.json(one(await createBlueprint(c.get("context"), c.req.valid("json"))), 201),
);

catalogRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{identifier}",
    summary: "One blueprint",
    request: { params },
    answers: theBlueprint,
  }),
  async (c) => c.json(one(await getBlueprint(c.get("context"), c.req.valid("param").identifier)), 200),
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "put",
    path: "/blueprints/{identifier}",
    summary: "Replace a blueprint",
    request: { params, body: json(blueprintReplaceSchema) },
    answers: theBlueprint,
  }),
  async (c) =>
    c.json(
      one(await replaceBlueprint(c.get("context"), c.req.valid("param").identifier, c.req.valid("json"))),
      200,
    ),
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "patch",
    path: "/blueprints/{identifier}",
    summary: "Change what is given of a blueprint",
    request: { params, body: json(blueprintPatchSchema) },
    answers: theBlueprint,
  }),
  async (c) =>
    c.json(
      one(await updateBlueprint(c.get("context"), c.req.valid("param").identifier, c.req.valid("json"))),
      200,
    ),
);

catalogRest.openapi(
  route({
    permission: "blueprints.manage",
    method: "delete",
    path: "/blueprints/{identifier}",
    summary: "Delete a blueprint that nothing depends on",
    request: { params, query: z.object({ delete_actions: flag }) },
    answers: gone,
  }),
  async (c) => {
    await deleteBlueprint(c.get("context"), c.req.valid("param").identifier);
    return c.json({ ok: true as const }, 200);
  },
);

catalogRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities",
    summary: "All entities of a blueprint",
    request: { params: ofBlueprint },
    answers: {
      200: {
        description: "The entities, by identifier",
        schema: z.object({ ok, entities: z.array(entityShape) }),
      },
    },
  }),
  async (c) => {
    const entities = await allEntities(c.get("context"), c.req.valid("param").blueprint_identifier);
    return c.json({ ok: true as const, entities: entities.map(publishedEntity) }, 200);
  },
);

catalogRest.openapi(
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

catalogRest.openapi(
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

catalogRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}",
    summary: "One entity",
    request: { params: ofEntity },
    answers: theEntity,
  }),
  async (c) => {
    const [blueprint, identifier] = named(c.req.valid("param"));
    return c.json(oneEntity(await getEntity(c.get("context"), blueprint, identifier)), 200);
  },
);

catalogRest.openapi(
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

catalogRest.openapi(
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

catalogRest.openapi(
  route({
    permission: "catalog.write",
    method: "delete",
    path: "/blueprints/{blueprint_identifier}/entities/{entity_identifier}",
    summary: "Delete an entity, with delete_dependents=true also what relates to it",
    request: {
      params: ofEntity,
      query: z.object({ delete_dependents: flag, run_id: z.string().max(100).optional() }),
    },
    answers: gone,
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

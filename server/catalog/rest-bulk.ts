import { z } from "@hono/zod-openapi";
import { restCode, statusOf } from "@/server/api/errors";
import { restRouter, route } from "@/server/api/rest";
import { createQuery, flag, json, ofBlueprint, ok, written } from "./rest-shapes";
import { MAX_BULK, MAX_BULK_DELETED } from "./schema";
import { createEntities, type BulkResult } from "./service/bulk";
import { deleteEntities } from "./service/delete-entity";

const issue = z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() });
const bulkAnswer = z.object({
  ok: z.boolean(),
  entities: z.array(z.object({ created: z.boolean(), identifier: z.string(), index: z.number().int() })),
  errors: z.array(
    z.object({
      identifier: z.string(),
      index: z.number().int(),
      statusCode: z.number().int(),
      error: z.string(),
      message: z.string(),
      /** Our own: the path of each fault from the root of that entity. */
      issues: z.array(issue).optional(),
    }),
  ),
});

const published = ({ entities, errors }: BulkResult): z.infer<typeof bulkAnswer> => ({
  ok: errors.length === 0,
  entities: entities.map(({ created, identifier, index }) => ({ created, identifier, index })),
  errors: errors.map(({ index, identifier, error }) => ({
    identifier,
    index,
    statusCode: statusOf(error),
    error: restCode(error),
    message: error.message,
    ...(error.details.issues ? { issues: error.details.issues } : {}),
  })),
});

/** Entities, many in one call; mounted by the routes of blueprints. */
export const bulkRest = restRouter();

bulkRest.openapi(
  route({
    permission: "catalog.write",
    method: "post",
    path: "/blueprints/{blueprint_identifier}/entities/bulk",
    summary: "Create up to 20 entities, or with upsert=true write them whether or not they exist",
    request: {
      params: ofBlueprint,
      query: createQuery,
      // Each entity is read by the verb, so that one that is wrong does not keep the others out.
      body: json(z.strictObject({ entities: z.array(z.unknown()).min(1).max(MAX_BULK) })),
    },
    answers: {
      200: { description: "All are written", schema: bulkAnswer },
      207: { description: "Some are not written; `errors` says why, by index", schema: bulkAnswer },
    },
  }),
  async (c) => {
    const { blueprint_identifier: blueprint } = c.req.valid("param");
    const { entities } = c.req.valid("json");
    const options = written(c.req.valid("query"));
    const result = await createEntities(c.get("context"), blueprint, entities, options);
    return result.errors.length ? c.json(published(result), 207) : c.json(published(result), 200);
  },
);

bulkRest.openapi(
  route({
    permission: "catalog.write",
    method: "post",
    path: "/blueprints/{blueprint_identifier}/bulk/entities/delete",
    summary: "Delete up to 100 entities, all or none",
    request: {
      params: ofBlueprint,
      query: z.object({ delete_dependents: flag, run_id: z.string().max(100).optional() }),
      body: json(z.strictObject({ entities: z.array(z.string()).min(1).max(MAX_BULK_DELETED) })),
    },
    answers: {
      200: {
        description: "They are deleted",
        schema: z.object({ ok, deletedEntities: z.array(z.string()) }),
      },
    },
  }),
  async (c) => {
    const { blueprint_identifier: blueprint } = c.req.valid("param");
    const { entities } = c.req.valid("json");
    const query = c.req.valid("query");
    await deleteEntities(c.get("context"), blueprint, entities, {
      deleteDependents: query.delete_dependents === "true",
      runId: query.run_id ?? null,
    });
    return c.json({ ok: true as const, deletedEntities: [...new Set(entities)] }, 200);
  },
);

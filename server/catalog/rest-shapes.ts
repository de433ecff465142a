import { z } from "@hono/zod-openapi";

/** Parts that the routes of entities share. */
export const ok = z.literal(true);
export const ofBlueprint = z.object({ blueprint_identifier: z.string().min(1) });
export const ofEntity = ofBlueprint.extend({ entity_identifier: z.string().min(1) });
export const json = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
export const flag = z.enum(["true", "false"]).optional();
export const writeQuery = z.object({
  create_missing_related_entities: flag,
  run_id: z.string().max(100).optional(),
});
export const createQuery = writeQuery.extend({ upsert: flag, merge: flag, validation_only: flag });

/** Published query parameters as the verbs take them. */
export const written = (query: z.infer<typeof createQuery>) => ({
  upsert: query.upsert === "true",
  merge: query.merge === "true",
  validationOnly: query.validation_only === "true",
  createMissingRelatedEntities: query.create_missing_related_entities === "true",
  runId: query.run_id ?? null,
});

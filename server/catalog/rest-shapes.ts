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

/** A query parameter that may be given once or several times. */
const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional();
export const viewQuery = z.object({
  include: list,
  exclude: list,
  exclude_calculated_properties: flag,
  attach_title_to_relation: flag,
  attach_identifier_to_title_mirror_properties: flag,
  /** Accepted as published; one blueprint answers as a whole or not at all. */
  allow_partial_results: flag,
});
export const viewed = (query: z.infer<typeof viewQuery>) => ({
  include: query.include,
  exclude: query.exclude,
  excludeCalculated: query.exclude_calculated_properties === "true",
  titles: query.attach_title_to_relation === "true",
  identifiers: query.attach_identifier_to_title_mirror_properties === "true",
});

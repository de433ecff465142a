import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { MAX_BULK_UPDATED } from "./schema";
import { updateEntities } from "./service/bulk";
import { deleteEntities, deleteEntity } from "./service/delete-entity";
import { createEntity, replaceEntity, updateEntity } from "./service/entities";

const name = z.string().min(1).max(1000);
const revision = z.number().int().min(1).optional();
/** Entities are read by the verbs, so that each fault has its path in the document itself. */
const document = z.record(z.string(), z.unknown());
const entity = z.strictObject({ blueprint: name, identifier: name });
const several = z.strictObject({ blueprint: name, identifiers: z.array(name).min(1).max(MAX_BULK_UPDATED) });
const yes = z.boolean().optional();

/** How entities are written; part of `catalog.entities`. `revision` is the one that was edited. */
export const writeProcedures = {
  create: procedure("catalog.write")
    .input(
      z.strictObject({
        blueprint: name,
        entity: document,
        upsert: yes,
        merge: yes,
        validationOnly: yes,
        createMissingRelatedEntities: yes,
      }),
    )
    .mutation(({ ctx, input: { blueprint, entity, ...options } }) =>
      createEntity(ctx, blueprint, entity, options),
    ),
  /** Changes what is given. */
  update: procedure("catalog.write")
    .input(entity.extend({ patch: document, revision }))
    .mutation(({ ctx, input: { blueprint, identifier, patch, ...options } }) =>
      updateEntity(ctx, blueprint, identifier, patch, options),
    ),
  replace: procedure("catalog.write")
    .input(entity.extend({ entity: document, revision }))
    .mutation(({ ctx, input: { blueprint, identifier, entity, ...options } }) =>
      replaceEntity(ctx, blueprint, identifier, entity, options),
    ),
  delete: procedure("catalog.write")
    .input(entity.extend({ deleteDependents: yes, revision }))
    .mutation(({ ctx, input: { blueprint, identifier, ...options } }) =>
      deleteEntity(ctx, blueprint, identifier, options),
    ),
  /** Makes the same change to all of them; those that cannot be changed are said, with the reason. */
  bulkUpdate: procedure("catalog.write")
    .input(several.extend({ patch: document }))
    .mutation(async ({ ctx, input: { blueprint, identifiers, patch } }) => {
      const { entities, errors } = await updateEntities(ctx, blueprint, identifiers, patch);
      return {
        updated: entities.map(({ identifier }) => identifier),
        errors: errors.map(({ identifier, error }) => ({
          identifier,
          message: error.message,
          ...(error.details.issues ? { issues: error.details.issues } : {}),
        })),
      };
    }),
  /** Deletes all of them or none. */
  bulkDelete: procedure("catalog.write")
    .input(several.extend({ deleteDependents: yes }))
    .mutation(({ ctx, input: { blueprint, identifiers, ...options } }) =>
      deleteEntities(ctx, blueprint, identifiers, options),
    ),
};
